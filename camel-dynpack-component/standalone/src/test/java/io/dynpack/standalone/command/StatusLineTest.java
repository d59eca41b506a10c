package io.dynpack.standalone.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a terminal shows after each step, by a terminal that knows carriage return and erase-to-end-of-line. */
class StatusLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String shown() {
        StringBuilder screen = new StringBuilder();
        String text = bytes.toString(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\r\u001b[K", i)) {
                screen.setLength(screen.lastIndexOf("\n") + 1);
                i += 3;
            } else {
                screen.append(text.charAt(i));
            }
        }
        return screen.toString();
    }

    @Test
    void whatIsPrintedStandsAboveTheLine() {
        StatusLine line = new StatusLine(terminal, true);
        PrintStream out = line.above();
        line.show("1 of 2");
        assertThat(shown()).isEqualTo("1 of 2");
        out.println("Published a");
        out.println("Published b");
        assertThat(shown()).isEqualTo("Published a\nPublished b\n1 of 2");
        line.show("2 of 2");
        assertThat(shown()).isEqualTo("Published a\nPublished b\n2 of 2");
        line.show("");
        out.println("Published c");
        assertThat(shown()).isEqualTo("Published a\nPublished b\nPublished c\n");
    }

    @Test
    void aLineIsNarrowerThanAnyTerminal() {
        new StatusLine(terminal, true).show("x".repeat(500));
        assertThat(shown()).hasSizeLessThan(80).endsWith("…");
    }

    @Test
    void withoutATerminalNothingIsShown() {
        StatusLine line = new StatusLine(terminal, false);
        line.show("1 of 2");
        line.above().print("Published a\n");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("Published a\n");
    }
}
