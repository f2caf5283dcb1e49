package dev.chmcorr.model.match;

import dev.chmcorr.Coarse;
import dev.chmcorr.Npz;
import dev.chmcorr.Shared;
import dev.chmcorr.chm.Grid;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.image.Transforms;
import dev.chmcorr.image.decode.ImageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the published program says of one query and its nearest candidates. */
final class MatcherReference {
  private final String name;
  private final Npz numbers;

  MatcherReference(String name) {
    this.name = name;
    this.numbers = Npz.open(Shared.path("reference/" + name + ".npz"));
  }

  /** Share of grid points that lie where they should, in [-1, 1] within 1e-4. */
  double pointsAgree(List<Correspondence> pairs) {
    float[] expected = numbers.floats("transferred");
    int agree = 0;
    for (int i = 0; i < pairs.size(); i++) {
      for (int p = 0; p < Grid.POINTS; p++) {
        int x = 2 * i * Grid.POINTS + p;
        double error =
            Math.max(
                Math.abs(pairs.get(i).pointsX()[p] - expected[x]),
                Math.abs(pairs.get(i).pointsY()[p] - expected[x + Grid.POINTS]));
        agree += error < 1e-4 ? 1 : 0;
      }
    }
    return (double) agree / (pairs.size() * Grid.POINTS);
  }

  /** Share of grid points whose transferred cell is the published one. */
  double cellsAgree(List<Correspondence> pairs) {
    int agree = 0;
    for (int i = 0; i < pairs.size(); i++) {
      for (int p = 0; p < Grid.POINTS; p++) {
        agree += sameCell(pairs.get(i), i, p) ? 1 : 0;
      }
    }
    return (double) agree / (pairs.size() * Grid.POINTS);
  }

  /** Largest error of the published similarity map where the cells agree. */
  double similarityError(List<Correspondence> pairs) {
    float[] expected = numbers.floats("sims");
    double largest = 0;
    for (int i = 0; i < pairs.size(); i++) {
      for (int p = 0; p < Grid.POINTS; p++) {
        if (sameCell(pairs.get(i), i, p)) {
          float value = pairs.get(i).cosPublished()[p];
          largest = Math.max(largest, Math.abs(value - expected[i * Grid.POINTS + p]));
        }
      }
    }
    return largest;
  }

  /** Largest error of the attention map. */
  double attentionError(List<Correspondence> pairs) {
    float[] expected = numbers.floats("cc");
    double largest = 0;
    for (int i = 0; i < pairs.size(); i++) {
      for (int q = 0; q < Grid.POINTS; q++) {
        float value = pairs.get(i).attention()[q];
        largest = Math.max(largest, Math.abs(value - expected[i * Grid.POINTS + q]));
      }
    }
    return largest;
  }

  private boolean sameCell(Correspondence pair, int i, int p) {
    long[] cells = numbers.longs("cells");
    int at = 2 * (i * Grid.POINTS + p);
    return cells[at] == Grid.cell(pair.pointsX()[p])
        && cells[at + 1] == Grid.cell(pair.pointsY()[p]);
  }

  QueryFeatures query(Matcher matcher) {
    TransformSet transforms = name.startsWith("multi") ? TransformSet.MULTI : TransformSet.SINGLE;
    Path file = Shared.path("data/coarse/" + Coarse.queries().get(id()));
    return matcher.query(
        read(file, transforms.chm(Split.QUERY)), read(file, transforms.layer4(Split.QUERY)));
  }

  /** The nearest candidates, nearest first. */
  List<CandidateFeatures> candidates(Matcher matcher, int n) {
    List<RgbImage> chm = new ArrayList<>();
    List<RgbImage> layer4 = new ArrayList<>();
    int[] ids = Coarse.rankings().get(id());
    for (int i = 0; i < n; i++) {
      Path file = Shared.path("data/coarse/" + Coarse.gallery().get(ids[i]));
      chm.add(read(file, TransformSet.SINGLE.chm(Split.GALLERY)));
      layer4.add(read(file, TransformSet.SINGLE.layer4(Split.GALLERY)));
    }
    return matcher.candidates(chm, layer4);
  }

  private int id() {
    return Integer.parseInt(name.substring(name.indexOf('_') + 1));
  }

  private static RgbImage read(Path file, ImageTransform transform) {
    try {
      return Transforms.apply(transform, new ImageDecoder().decode(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
