package dev.chmcorr.demo;

import dev.chmcorr.domain.Texts;

/** The 15 parts that CUB-200-2011 annotates, in its order. */
enum Part {
  BACK,
  BEAK,
  BELLY,
  BREAST,
  CROWN,
  FOREHEAD,
  LEFT_EYE,
  LEFT_LEG,
  LEFT_WING,
  NAPE,
  RIGHT_EYE,
  RIGHT_LEG,
  RIGHT_WING,
  TAIL,
  THROAT;

  /** CUB's number of this part, from 1. */
  int id() {
    return ordinal() + 1;
  }

  /** CUB's name of this part, such as "left eye". */
  String text() {
    return Texts.lowerCase(this).replace('_', ' ');
  }
}
