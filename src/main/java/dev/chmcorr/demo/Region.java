package dev.chmcorr.demo;

/** A patch of the bird that has one colour of its own. */
enum Region {
  BACK,
  CROWN,
  FACE,
  THROAT,
  BREAST,
  BELLY,
  WING,
  WING_BAR,
  TAIL,
  TAIL_TIP,
  BEAK,
  LEG
}
