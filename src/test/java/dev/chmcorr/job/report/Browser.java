package dev.chmcorr.job.report;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, in which a page of a site is open. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final String AXE = "/axe.min.js";

  /** Says of every new Chromium that it does not know its version; what is used here has none. */
  private static final Logger VERSIONS =
      Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

  private final ChromeDriver driver;
  private final String axe;

  private Browser(ChromeDriver driver, String axe) {
    this.driver = driver;
    this.axe = axe;
  }

  /** Starts it, or skips the tests with a reason. */
  static Browser start() throws IOException {
    VERSIONS.setLevel(Level.OFF);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver"))
            .usingAnyFreePort()
            .build();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        // No name is found, so nothing is reached but this machine.
        "--host-resolver-rules=MAP * ~NOTFOUND");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    try (InputStream in = Browser.class.getResourceAsStream(AXE)) {
      String axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Browser(new ChromeDriver(service, options), axe);
    }
  }

  private static File program(String name) {
    File found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> new File(folder, name))
            .filter(File::canExecute)
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(
        found != null, () -> "needs a browser: there is no " + name + " in PATH");
    return found;
  }

  /** Opens a page of a site anew and waits until it is drawn. */
  void open(Path site, String hash) {
    driver.get("about:blank");
    driver.get(site.resolve("index.html").toUri() + hash);
    waitUntilDrawn();
  }

  void reload() {
    driver.navigate().refresh();
    waitUntilDrawn();
  }

  /** Opens the same address in another window, which is the one looked at from then on. */
  void openAgain() {
    String address = address();
    driver.switchTo().newWindow(WindowType.WINDOW);
    driver.get(address);
    waitUntilDrawn();
  }

  /** Closes the window that {@link #openAgain} opened. */
  void closeAgain() {
    driver.close();
    driver.switchTo().window(driver.getWindowHandles().iterator().next());
  }

  private void waitUntilDrawn() {
    waitUntil(() -> is("document.body && document.body.dataset.ready === 'true'"));
    waitUntilFilled();
  }

  /** Until the cards that come in later frames are there. */
  void waitUntilFilled() {
    waitUntil(() -> is("document.querySelector('[aria-busy]') === null"));
  }

  void waitUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain, at " + address());
      }
      LockSupport.parkNanos(GLANCE.toNanos());
    }
  }

  String address() {
    return driver.getCurrentUrl();
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  /** The first of these, wherever it is on the page. */
  void click(String css) {
    find(css).click();
  }

  void hover(String css) {
    WebElement element = find(css);
    value("arguments[0].scrollIntoView({block: 'center'})", element);
    new Actions(driver).moveToElement(element).perform();
  }

  /** Chooses one of a control's choices. */
  void choose(String control, String value) {
    click("select[name=%s] option[value='%s']".formatted(control, value));
  }

  /** Presses keys on a control. */
  void move(String control, Keys... keys) {
    value("document.querySelector('[name=%s]').focus()".formatted(control));
    press(keys);
  }

  /** What a slider says that it is at. */
  String setTo(String control) {
    return text("[name=%s] + output".formatted(control));
  }

  /** Types into what has the focus. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Turns the wheel in the middle of the window; down, if the pixels are more than 0. */
  void scroll(int pixels) {
    driver.executeCdpCommand(
        "Input.synthesizeScrollGesture",
        Map.of(
            "x", 400, "y", 400, "yDistance", -pixels, "speed", 2000, "gestureSourceType", "mouse"));
  }

  void paste() {
    new Actions(driver).keyDown(Keys.CONTROL).sendKeys("v").keyUp(Keys.CONTROL).perform();
  }

  /** The value of an expression. */
  Object value(String expression, Object... arguments) {
    return driver.executeScript("return " + expression, arguments);
  }

  boolean is(String expression, Object... arguments) {
    return Boolean.TRUE.equals(value(expression, arguments));
  }

  /** What stands in each of these elements, seen or not. */
  List<String> texts(String css) {
    return strings("[...document.querySelectorAll(arguments[0])].map(e => e.textContent)", css);
  }

  String text(String css) {
    return (String) value("document.querySelector(arguments[0]).textContent", css);
  }

  /** The value of an expression that is an array of texts. */
  @SuppressWarnings("unchecked")
  List<String> strings(String expression, Object... arguments) {
    return (List<String>) value(expression, arguments);
  }

  /** The value of an expression that is an array of numbers, or that will be. */
  @SuppressWarnings("unchecked")
  List<Double> numbers(String expression, Object... arguments) {
    return ((List<Number>) value(expression, arguments)).stream().map(Number::doubleValue).toList();
  }

  /** Its name and version. */
  String version() {
    return driver.getCapabilities().getBrowserName()
        + " "
        + driver.getCapabilities().getBrowserVersion();
  }

  /** Errors and warnings that the browser has had to say since it was last asked. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** Looks at pages from now on as people do who prefer this scheme, in a window of this size. */
  void look(String scheme, int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Looks at pages as people do who have set few colours of their own, until the next look. */
  void forceColours() {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "forced-colors", "value", "active"))));
  }

  /** How many pixels of the page do not fit into the width of the window. */
  long overflow() {
    return (Long)
        value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  /** Images of the page that cannot be drawn, those too that would be loaded later. */
  @SuppressWarnings("unchecked")
  List<String> brokenImages() {
    return (List<String>)
        driver.executeAsyncScript(
            """
            const done = arguments[0];
            const broken = [];
            const tried = [...document.images].map((image) => {
              image.loading = "eager";
              return image.decode().catch(() => broken.push(image.src));
            });
            Promise.all(tried).then(() => done(broken));
            """);
  }

  /** Serious and critical violations that axe finds. */
  @SuppressWarnings("unchecked")
  List<String> violations() {
    driver.executeScript(axe);
    return (List<String>)
        driver.executeAsyncScript(
            """
            const done = arguments[0];
            const grave = (violation) => ["serious", "critical"].includes(violation.impact);
            const text = ({ id, nodes }) =>
              `${id}: ${nodes.slice(0, 3).map((node) => node.html + " " + node.failureSummary).join("; ")}`;
            axe.run(document, { preload: false, resultTypes: ["violations"] })
              .then((result) => done(result.violations.filter(grave).map(text)))
              .catch((error) => done([String(error)]));
            """);
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
