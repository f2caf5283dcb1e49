package dev.chmcorr.image;

import dev.chmcorr.domain.ImageRef;
import java.util.*;

public final class ImageFolder {
  public static boolean isImageName(String n) {
    return n.toLowerCase().matches(".*\\.(jpe?g|png|ppm|bmp|pgm|tiff?|webp)");
  }

  public static List<ImageRef> number(
      String root, Collection<String> classes, Collection<String> files) {
    List<String> cs = new ArrayList<>(new TreeSet<>(classes));
    List<String> fs = new ArrayList<>(new TreeSet<>(files));
    List<ImageRef> r = new ArrayList<>();
    for (String f : fs) {
      String c = f.substring(0, f.indexOf('/'));
      r.add(new ImageRef(r.size(), root + "/" + f, c, cs.indexOf(c)));
    }
    return r;
  }
}
