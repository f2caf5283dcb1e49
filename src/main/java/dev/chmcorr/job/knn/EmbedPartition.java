package dev.chmcorr.job.knn;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.failures.ImageTally;
import dev.chmcorr.job.input.Decoders;
import dev.chmcorr.job.input.ImageLoader;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.listing.ListedImage;
import dev.chmcorr.job.network.LoadedNetworks;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.FlatIterator;
import dev.chmcorr.job.run.Lookahead;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.model.trunk.Trunk;
import dev.chmcorr.table.EmbeddingRow;
import dev.chmcorr.table.Failure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Embeds the images of one partition: rows of {@link ListedImage#SCHEMA} in, embeddings out. */
final class EmbedPartition implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final NetworkSpec networks;
  private final ImageTransform transform;
  private final ImageReader reader;
  private final StageMeter stage;
  private final ImageTally tally;

  EmbedPartition(
      NetworkSpec networks,
      ImageTransform transform,
      ImageReader reader,
      StageMeter stage,
      ImageTally tally) {
    this.networks = networks;
    this.transform = transform;
    this.reader = reader;
    this.stage = stage;
    this.tally = tally;
  }

  private record Prepared(ImageRef image, ImageLoader.Loaded loaded) {
    Row failed(Failure failure) {
      return new EmbeddingRow(image, loaded.content(), null, failure).toRow();
    }

    Row embedded(float[] embedding) {
      return new EmbeddingRow(image, loaded.content(), embedding, null).toRow();
    }
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return rows;
    }
    TaskMeter meter = stage.task();
    Trunk trunk = meter.time(Metric.LOAD, () -> LoadedNetworks.trunk(networks));
    int decode = LoadedNetworks.decodeThreads(networks);
    ImageLoader loader = new ImageLoader(reader, decode, meter);
    Decoders decoders = Decoders.ofTask(decode, meter);
    Iterator<Future<Prepared>> prepared =
        new Lookahead<>(
            rows, row -> decoders.submit(() -> prepare(loader, row)), 4 * trunk.batchSize());
    return new FlatIterator<>(prepared, items -> embed(items, decoders, trunk, meter).iterator());
  }

  private Prepared prepare(ImageLoader loader, Row row) {
    ImageRef image = ListedImage.fromRow(row);
    return new Prepared(image, loader.load(image.path(), transform));
  }

  /** Takes prepared images off the front, up to a batch of good ones, and embeds them. */
  private List<Row> embed(
      Iterator<Future<Prepared>> prepared, Decoders decoders, Trunk trunk, TaskMeter meter) {
    int batch = trunk.batchSize();
    List<Row> rows = new ArrayList<>(batch);
    List<Prepared> good = new ArrayList<>(batch);
    while (good.size() < batch && prepared.hasNext()) {
      Prepared next = decoders.await(prepared.next());
      if (next.loaded().failure() != null) {
        tally.count(next.image().path(), next.loaded().failure());
        rows.add(next.failed(next.loaded().failure()));
      } else {
        good.add(next);
      }
    }
    if (!good.isEmpty()) {
      List<RgbImage> images = good.stream().map(p -> p.loaded().images().get(0)).toList();
      float[][] embeddings = meter.time(Metric.INFER, () -> trunk.embed(images));
      for (int i = 0; i < good.size(); i++) {
        rows.add(row(good.get(i), embeddings[i], meter));
      }
    }
    meter.count(Metric.DONE, rows.size());
    return rows;
  }

  private Row row(Prepared prepared, float[] embedding, TaskMeter meter) {
    Failure failure = EmbeddingCheck.failure(embedding);
    tally.count(prepared.image().path(), failure);
    if (failure == null) {
      return prepared.embedded(embedding);
    }
    meter.count(Metric.IMAGES_FAILED, 1);
    if (reader.rules().onError() == OnError.FAIL) {
      throw new UserException(
          "Cannot embed image %s: %s (--on-error record goes on without it)"
              .formatted(prepared.image().path(), failure.message()));
    }
    return prepared.failed(failure);
  }
}
