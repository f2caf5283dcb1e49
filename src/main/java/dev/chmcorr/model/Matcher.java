package dev.chmcorr.model;

import dev.chmcorr.domain.*;
import java.nio.file.Path;
import java.util.*;

public final class Matcher {
  public static Matcher load(Path p, Path c, TorchDevice d, Precision q) {
    return null;
  }

  public QueryFeatures query(RgbImage a, RgbImage b) {
    return null;
  }

  public List<CandidateFeatures> candidates(List<RgbImage> a, List<RgbImage> b) {
    return null;
  }

  public List<Correspondence> correspond(QueryFeatures q, List<CandidateFeatures> c) {
    return null;
  }
}
