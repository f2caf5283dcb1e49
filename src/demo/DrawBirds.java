import dev.chmcorr.demo.BirdGenerator;
import java.nio.file.Path;

/** java -cp target/classes src/demo/DrawBirds.java ROOT SPECIES GALLERY QUERIES SEED */
class DrawBirds {
  public static void main(String[] args) throws Exception {
    BirdGenerator.write(
        Path.of(args[0]),
        new BirdGenerator.Options(
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Long.parseLong(args[4])));
  }
}
