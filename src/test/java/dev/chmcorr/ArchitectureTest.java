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
  static final ArchRule roomsOfOthersHaveNoCycles =
      slices().matching("dev.chmcorr.(image|pickle|cli).(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfModelHaveNoCycles =
      slices().matching("dev.chmcorr.model.(*)..").should().beFreeOfCycles();

  /** The arrows between the stages: what a room's {@code package-info} says that it may use. */
  @ArchTest
  static final ArchRule roomsOfJob =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("console")
          .definedBy("dev.chmcorr.job.console..")
          .layer("cluster")
          .definedBy("dev.chmcorr.job.cluster..")
          .layer("run")
          .definedBy("dev.chmcorr.job.run..")
          .layer("network")
          .definedBy("dev.chmcorr.job.network..")
          .layer("failures")
          .definedBy("dev.chmcorr.job.failures..")
          .layer("lists")
          .definedBy("dev.chmcorr.job.lists..")
          .layer("labels")
          .definedBy("dev.chmcorr.job.labels..")
          .layer("listing")
          .definedBy("dev.chmcorr.job.listing..")
          .layer("shards")
          .definedBy("dev.chmcorr.job.shards..")
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
          .layer("study")
          .definedBy("dev.chmcorr.job.study..")
          .layer("sweep")
          .definedBy("dev.chmcorr.job.sweep..")
          .layer("download")
          .definedBy("dev.chmcorr.job.download..")
          .layer("doctor")
          .definedBy("dev.chmcorr.job.doctor..")
          .whereLayer("console")
          .mayNotAccessAnyLayer()
          .whereLayer("cluster")
          .mayOnlyAccessLayers("console")
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("run", "sweep", "doctor")
          .whereLayer("run")
          .mayOnlyAccessLayers("console", "cluster")
          .whereLayer("network")
          .mayOnlyAccessLayers("console", "run")
          .whereLayer("failures")
          .mayOnlyAccessLayers("console", "run")
          .whereLayer("lists")
          .mayNotAccessAnyLayer()
          .whereLayer("labels")
          .mayOnlyAccessLayers("console", "run", "lists")
          .whereLayer("listing")
          .mayOnlyAccessLayers("console", "run", "lists")
          .whereLayer("shards")
          .mayOnlyAccessLayers("console", "run", "lists", "listing")
          .whereLayer("shards")
          .mayOnlyBeAccessedByLayers("input")
          .whereLayer("input")
          .mayOnlyAccessLayers("console", "run", "failures", "lists", "labels", "listing", "shards")
          .whereLayer("rankings")
          .mayOnlyAccessLayers("console", "run", "lists", "labels", "listing", "input")
          .whereLayer("knn")
          .mayOnlyAccessLayers(
              "console", "run", "failures", "network", "lists", "listing", "input", "rankings")
          .whereLayer("method")
          .mayOnlyAccessLayers("console", "run", "network")
          .whereLayer("correspond")
          .mayOnlyAccessLayers(
              "console", "run", "failures", "network", "listing", "input", "method")
          .whereLayer("score")
          .mayOnlyAccessLayers("console", "run", "method")
          .whereLayer("rerank")
          .mayOnlyAccessLayers(
              "console",
              "run",
              "failures",
              "network",
              "lists",
              "listing",
              "input",
              "rankings",
              "method",
              "correspond",
              "score")
          .whereLayer("rescore")
          .mayOnlyAccessLayers("console", "run", "lists", "labels", "method", "score", "rerank")
          .whereLayer("report")
          .mayOnlyAccessLayers("console", "run", "labels", "input", "method", "score", "rerank")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("tools", "sweep")
          .whereLayer("picture")
          .mayOnlyAccessLayers("console", "run", "labels", "method", "score")
          .whereLayer("query")
          .mayOnlyAccessLayers("console", "run", "method")
          .whereLayer("query")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("download")
          .mayOnlyAccessLayers("console", "run")
          .whereLayer("download")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("doctor")
          .mayOnlyAccessLayers("console", "run", "network", "method", "tools")
          .whereLayer("doctor")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("tools")
          .mayOnlyBeAccessedByLayers("study", "sweep", "doctor")
          .whereLayer("study")
          .mayOnlyBeAccessedByLayers("sweep")
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
