package dev.chmcorr.job.shards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes a Parquet file of any schema, also of types that Spark does not know. */
public final class TableFile {
  private final MessageType schema;
  private final List<Group> rows = new ArrayList<>();
  private final Map<String, String> metadata = new HashMap<>();

  /**
   * A table without rows.
   *
   * @param fields as Parquet's own text has them
   */
  public TableFile(String fields) {
    schema = MessageTypeParser.parseMessageType("message table {" + fields + "}");
  }

  /** Adds a row. */
  public TableFile row(Consumer<Group> fill) {
    Group row = new SimpleGroupFactory(schema).newGroup();
    fill.accept(row);
    rows.add(row);
    return this;
  }

  /** Adds to what the footer says. */
  public TableFile metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Writes the file, in a folder that need not be there. */
  public void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withConf(new Configuration())
            .withExtraMetaData(metadata)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
  }
}
