package dev.chmcorr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.chmcorr", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule layers =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .optionalLayer("cli")
          .definedBy("dev.chmcorr.cli..")
          .optionalLayer("job")
          .definedBy("dev.chmcorr.job..")
          .optionalLayer("table")
          .definedBy("dev.chmcorr.table..")
          .optionalLayer("runfolder")
          .definedBy("dev.chmcorr.runfolder..")
          .optionalLayer("store")
          .definedBy("dev.chmcorr.store..")
          .optionalLayer("model")
          .definedBy("dev.chmcorr.model..")
          .optionalLayer("knn")
          .definedBy("dev.chmcorr.knn..")
          .optionalLayer("cells")
          .definedBy("dev.chmcorr.cells..")
          .optionalLayer("chm")
          .definedBy("dev.chmcorr.chm..")
          .optionalLayer("image")
          .definedBy("dev.chmcorr.image..")
          .optionalLayer("pickle")
          .definedBy("dev.chmcorr.pickle..")
          .optionalLayer("shard")
          .definedBy("dev.chmcorr.shard..")
          .optionalLayer("demo")
          .definedBy("dev.chmcorr.demo..")
          .optionalLayer("report")
          .definedBy("dev.chmcorr.report..")
          .optionalLayer("picture")
          .definedBy("dev.chmcorr.picture..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("picture")
          .mayOnlyBeAccessedByLayers("job", "cli")
          .whereLayer("job")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("table")
          .mayOnlyBeAccessedByLayers("job")
          .whereLayer("runfolder")
          .mayOnlyBeAccessedByLayers("job", "table")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("job", "table", "runfolder")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers("job")
          .whereLayer("demo")
          .mayOnlyBeAccessedByLayers("job", "cli")
          .whereLayer("knn")
          .mayOnlyBeAccessedByLayers("job", "model")
          .whereLayer("cells")
          .mayOnlyBeAccessedByLayers("job", "model")
          .whereLayer("chm")
          .mayOnlyBeAccessedByLayers("job", "model", "report")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("job", "cli")
          .whereLayer("image")
          .mayOnlyBeAccessedByLayers("job", "model")
          .whereLayer("shard")
          .mayOnlyBeAccessedByLayers("job")
          .whereLayer("pickle")
          .mayOnlyBeAccessedByLayers("job", "model");

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.chmcorr.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfJobHaveNoCycles =
      slices().matching("dev.chmcorr.job.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfModelHaveNoCycles =
      slices().matching("dev.chmcorr.model.(*)..").should().beFreeOfCycles();

  /** The arrows between the stages: what a room's {@code package-info} says that it may use. */
  @ArchTest
  static final ArchRule roomsOfJob =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("run")
          .definedBy("dev.chmcorr.job.run..")
          .layer("network")
          .definedBy("dev.chmcorr.job.network..")
          .layer("failures")
          .definedBy("dev.chmcorr.job.failures..")
          .layer("input")
          .definedBy("dev.chmcorr.job.input..")
          .layer("rankings")
          .definedBy("dev.chmcorr.job.rankings..")
          .layer("method")
          .definedBy("dev.chmcorr.job.method..")
          .layer("knn")
          .definedBy("dev.chmcorr.job.knn..")
          .layer("correspond")
          .definedBy("dev.chmcorr.job.correspond..")
          .layer("score")
          .definedBy("dev.chmcorr.job.score..")
          .layer("rerank")
          .definedBy("dev.chmcorr.job.rerank..")
          .layer("rescore")
          .definedBy("dev.chmcorr.job.rescore..")
          .layer("report")
          .definedBy("dev.chmcorr.job.report..")
          .layer("picture")
          .definedBy("dev.chmcorr.job.picture..")
          .layer("query")
          .definedBy("dev.chmcorr.job.query..")
          .layer("tools")
          .definedBy("dev.chmcorr.job.tools..")
          .layer("sweep")
          .definedBy("dev.chmcorr.job.sweep..")
          .layer("download")
          .definedBy("dev.chmcorr.job.download..")
          .layer("doctor")
          .definedBy("dev.chmcorr.job.doctor..")
          .whereLayer("run")
          .mayNotAccessAnyLayer()
          .whereLayer("network")
          .mayOnlyAccessLayers("run")
          .whereLayer("failures")
          .mayOnlyAccessLayers("run")
          .whereLayer("input")
          .mayOnlyAccessLayers("run", "failures")
          .whereLayer("rankings")
          .mayOnlyAccessLayers("run", "input")
          .whereLayer("knn")
          .mayOnlyAccessLayers("run", "failures", "network", "input", "rankings")
          .whereLayer("method")
          .mayOnlyAccessLayers("run", "network")
          .whereLayer("correspond")
          .mayOnlyAccessLayers("run", "failures", "network", "input", "method")
          .whereLayer("score")
          .mayOnlyAccessLayers("run", "method")
          .whereLayer("rerank")
          .mayOnlyAccessLayers(
              "run", "failures", "network", "input", "rankings", "method", "correspond", "score")
          .whereLayer("rescore")
          .mayOnlyAccessLayers("run", "input", "method", "score", "rerank")
          .whereLayer("report")
          .mayOnlyAccessLayers("run", "input", "method", "score", "rerank")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("tools", "sweep")
          .whereLayer("picture")
          .mayOnlyAccessLayers("run", "input", "method", "score")
          .whereLayer("query")
          .mayOnlyAccessLayers("run", "method")
          .whereLayer("query")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("download")
          .mayOnlyAccessLayers("run")
          .whereLayer("download")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("doctor")
          .mayOnlyAccessLayers("run", "network", "method", "tools")
          .whereLayer("doctor")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("tools")
          .mayOnlyBeAccessedByLayers("sweep", "doctor")
          .whereLayer("sweep")
          .mayNotBeAccessedByAnyLayer();

  /** The arrows between the rooms of networks, likewise. */
  @ArchTest
  static final ArchRule roomsOfModel =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("checkpoint")
          .definedBy("dev.chmcorr.model.checkpoint..")
          .layer("archive")
          .definedBy("dev.chmcorr.model.archive..")
          .layer("torch")
          .definedBy("dev.chmcorr.model.torch..")
          .layer("importer")
          .definedBy("dev.chmcorr.model.importer..")
          .layer("trunk")
          .definedBy("dev.chmcorr.model.trunk..")
          .layer("cells")
          .definedBy("dev.chmcorr.model.cells..")
          .layer("match")
          .definedBy("dev.chmcorr.model.match..")
          .layer("search")
          .definedBy("dev.chmcorr.model.search..")
          .whereLayer("checkpoint")
          .mayNotAccessAnyLayer()
          .whereLayer("archive")
          .mayOnlyAccessLayers("checkpoint")
          .whereLayer("torch")
          .mayOnlyAccessLayers("archive")
          .whereLayer("importer")
          .mayOnlyAccessLayers("checkpoint", "archive", "torch")
          .whereLayer("trunk")
          .mayOnlyAccessLayers("torch", "archive")
          .whereLayer("cells")
          .mayOnlyAccessLayers("trunk")
          .whereLayer("match")
          .mayOnlyAccessLayers("trunk", "torch", "archive")
          .whereLayer("search")
          .mayOnlyAccessLayers("torch", "archive");

  @ArchTest
  static final ArchRule pureCore =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.chmcorr.domain..",
              "dev.chmcorr.image..",
              "dev.chmcorr.knn..",
              "dev.chmcorr.cells..",
              "dev.chmcorr.chm..",
              "dev.chmcorr.demo..",
              "dev.chmcorr.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache..", "ai.djl..", "picocli..", "scala..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule picturesKnowNeitherSparkNorFileSystems =
      noClasses()
          .that()
          .resideInAPackage("dev.chmcorr.picture..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hadoop..", "org.apache.spark..", "picocli..", "scala..");

  @ArchTest
  static final ArchRule shardsKnowNoFileSystem =
      noClasses()
          .that()
          .resideInAPackage("dev.chmcorr.shard..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hadoop..", "org.apache.spark..");

  @ArchTest
  static final ArchRule djlOnlyInModel =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.chmcorr.model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule onlyTheCommandLineExits =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.chmcorr.cli..")
          .should()
          .callMethod(System.class, "exit", int.class);
}
