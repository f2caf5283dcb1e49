package dev.chmcorr.job.query;

import dev.chmcorr.domain.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.command.ExplainCommand;
import scala.Product;

/**
 * Lets statements pass that read, and refuses those that write, load code, run programs, call Java
 * or change the session.
 */
final class ReadOnly {
  private static final Pattern FIRST_WORD =
      Pattern.compile("(?s)(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/|\\()*(\\w+)?.*");

  private static final List<String> QUERIES = List.of("SELECT", "WITH", "FROM", "VALUES", "TABLE");
  private static final List<String> LOOKS = List.of("DESCRIBE", "DESC", "SHOW", "EXPLAIN");

  /** Functions that call any method of any class. */
  private static final Set<String> REFLECTION = Set.of("reflect", "java_method", "try_reflect");

  /** In the names of nodes that run a text as a statement, which differ between versions. */
  private static final String EXECUTE_IMMEDIATE = "ExecuteImmediate";

  private static final int MAX_SHOWN = 40;

  private ReadOnly() {}

  /**
   * Demands that a text begins as what reads does: Spark runs some statements as it parses or
   * analyses them.
   *
   * @return whether it is a look at a table or a plan
   */
  static Looks demandReading(String statement) {
    Matcher first = FIRST_WORD.matcher(statement);
    String word = first.matches() && first.group(1) != null ? first.group(1) : statement.strip();
    String upper = word.toUpperCase(Locale.ROOT);
    if (!QUERIES.contains(upper) && !LOOKS.contains(upper)) {
      throw refused(upper);
    }
    return LOOKS.contains(upper) ? Looks.ALLOWED : Looks.REFUSED;
  }

  /**
   * Demands that a plan, as parsed or as analysed, only reads.
   *
   * @param looks whether it may be a look at a table or a plan itself
   */
  static void demandReading(LogicalPlan plan, Looks looks) {
    if (looks == Looks.ALLOWED && plan instanceof ExplainCommand explained) {
      demandReading(explained.logicalPlan(), Looks.REFUSED);
      return;
    }
    if (looks == Looks.REFUSED && plan instanceof Command) {
      throw refused(plan.nodeName());
    }
    demandReading((TreeNode<?>) plan);
  }

  /** Whether DESCRIBE, SHOW and EXPLAIN are looked for. */
  enum Looks {
    ALLOWED,
    REFUSED
  }

  private static void demandReading(TreeNode<?> node) {
    if (node instanceof ParsedStatement
        || node instanceof ScriptTransformation
        || node.nodeName().contains(EXECUTE_IMMEDIATE)
        || isReflection(node)) {
      throw refused(node instanceof Expression call ? call.prettyName() : node.nodeName());
    }
    each(node.productIterator());
  }

  /**
   * Goes through all that nodes are made of: children and inner ones, expressions, plans of
   * subqueries. Nodes give these by themselves too, but as another class on Scala 2.12.
   */
  private static void each(scala.collection.Iterator<?> parts) {
    while (parts.hasNext()) {
      Object part = parts.next();
      if (part instanceof Command) {
        throw refused(((TreeNode<?>) part).nodeName());
      }
      if (part instanceof TreeNode<?> tree) {
        demandReading(tree);
      } else if (part instanceof scala.collection.Iterable<?> several) {
        each(several.iterator());
      } else if (part instanceof Product product) {
        each(product.productIterator());
      }
    }
  }

  private static boolean isReflection(TreeNode<?> node) {
    return node instanceof CallMethodViaReflection
        || (node instanceof UnresolvedFunction function
            && REFLECTION.contains(name(function).toLowerCase(Locale.ROOT)));
  }

  /** The last part of its name. */
  private static String name(UnresolvedFunction function) {
    Object last = "";
    scala.collection.Iterator<?> parts =
        ((scala.collection.Iterable<?>) function.productElement(0)).iterator();
    while (parts.hasNext()) {
      last = parts.next();
    }
    return String.valueOf(last);
  }

  private static SqlMistake refused(String what) {
    return new SqlMistake(
        "Cannot run %s: sql only reads; begin with one of SELECT, WITH, FROM, VALUES, TABLE, DESCRIBE, SHOW, EXPLAIN, and call no Java or programs"
            .formatted(Printable.of(what, MAX_SHOWN)));
  }
}
