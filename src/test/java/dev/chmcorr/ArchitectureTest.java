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
          .definedBy("..cli..")
          .optionalLayer("job")
          .definedBy("..job..")
          .optionalLayer("table")
          .definedBy("..table..")
          .optionalLayer("runfolder")
          .definedBy("..runfolder..")
          .optionalLayer("store")
          .definedBy("..store..")
          .optionalLayer("model")
          .definedBy("..model..")
          .optionalLayer("knn")
          .definedBy("..knn..")
          .optionalLayer("chm")
          .definedBy("..chm..")
          .optionalLayer("image")
          .definedBy("..image..")
          .optionalLayer("pickle")
          .definedBy("..pickle..")
          .optionalLayer("shard")
          .definedBy("..shard..")
          .optionalLayer("demo")
          .definedBy("..demo..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
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
          .whereLayer("chm")
          .mayOnlyBeAccessedByLayers("job", "model")
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
          .definedBy("..job.run..")
          .layer("network")
          .definedBy("..job.network..")
          .layer("input")
          .definedBy("..job.input..")
          .layer("rankings")
          .definedBy("..job.rankings..")
          .layer("knn")
          .definedBy("..job.knn..")
          .layer("correspond")
          .definedBy("..job.correspond..")
          .layer("score")
          .definedBy("..job.score..")
          .layer("rerank")
          .definedBy("..job.rerank..")
          .layer("tools")
          .definedBy("..job.tools..")
          .whereLayer("run")
          .mayNotAccessAnyLayer()
          .whereLayer("network")
          .mayOnlyAccessLayers("run")
          .whereLayer("input")
          .mayOnlyAccessLayers("run")
          .whereLayer("rankings")
          .mayOnlyAccessLayers("run", "input")
          .whereLayer("knn")
          .mayOnlyAccessLayers("run", "network", "input", "rankings")
          .whereLayer("correspond")
          .mayOnlyAccessLayers("run", "network", "input")
          .whereLayer("score")
          .mayOnlyAccessLayers("run")
          .whereLayer("rerank")
          .mayOnlyAccessLayers("run", "network", "input", "rankings", "correspond", "score")
          .whereLayer("tools")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule pureCore =
      noClasses()
          .that()
          .resideInAnyPackage("..domain..", "..image..", "..knn..", "..chm..", "..demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache..", "ai.djl..", "picocli..", "scala..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule shardsKnowNoFileSystem =
      noClasses()
          .that()
          .resideInAPackage("..shard..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hadoop..", "org.apache.spark..");

  @ArchTest
  static final ArchRule djlOnlyInModel =
      noClasses()
          .that()
          .resideOutsideOfPackage("..model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule onlyTheCommandLineExits =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .callMethod(System.class, "exit", int.class);
}
