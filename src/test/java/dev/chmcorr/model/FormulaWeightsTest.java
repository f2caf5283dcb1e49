package dev.chmcorr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.model.checkpoint.TensorData;
import org.junit.jupiter.api.Test;

/** First value, last value and sum as the Python program that defines the formula gives them. */
class FormulaWeightsTest {
  @Test
  void resnetEqualsItsDefinition() {
    FormulaWeights dict = FormulaWeights.resnet50();

    check(dict, "conv1.weight", 0.1242310181260109, -0.11056744307279587, -2.4871652271676794);
    check(dict, "bn1.weight", 0.6960422992706299, 1.1279172897338867, 64.06603491306305);
    check(dict, "layer3.5.conv2.weight", 0.01517428271472454, 0.035047661513, -30.65121604422);
    check(dict, "layer4.2.bn3.running_var", 0.765064001083374, 0.56335878372, 1614.8993022441864);
  }

  @Test
  void houghNetworkEqualsItsDefinition() {
    FormulaWeights dict = FormulaWeights.chmPsi();

    check(dict, "backbone.conv1.weight", 0.061316248029470444, 0.12425243854522, 49.2190314229656);
    check(dict, "backbone.layer1.0.bn1.running_mean", -0.9511338472, -1.0221309661, 17.1998459440);
    check(dict, "learner.conv2ds.2.weight", 0.002748207189142, 1.73762909980e-05, 20.0418444865385);
    check(dict, "learner.chm6d.param.1", 0.1411173939704895, 0.0631187185645103, 6.112695575188511);
    check(dict, "learner.chm6d.param.3", 0.20563147962093353, 0.1471031010150909, 9.63439477720916);
    check(dict, "learner.chm4d.weight", 1.3438019752502441, 0.81721335649490, 62.489683584341094);
  }

  private static void check(
      FormulaWeights dict, String name, double first, double last, double sum) {
    TensorData tensor = dict.tensor(name);
    double total = 0;
    for (float value : tensor.values()) {
      total += value;
    }

    assertThat(tensor.values()[0]).as(name).isEqualTo((float) first, within(1e-8f));
    assertThat(tensor.values()[tensor.values().length - 1])
        .as(name)
        .isEqualTo((float) last, within(1e-7f));
    assertThat(total).as(name).isEqualTo(sum, within(1e-4));
  }
}
