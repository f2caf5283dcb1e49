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
