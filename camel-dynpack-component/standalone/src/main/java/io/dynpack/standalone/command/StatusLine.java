package io.dynpack.standalone.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * The last line of a terminal, which says what is going on and is written over; lines that are printed go above it. Where
 * standard output is no terminal nothing is ever shown, and what is printed passes as it is.
 */
final class StatusLine {
    private static final String ERASE = "\r\u001b[K";
    /** Narrower than any terminal, since a line that wraps cannot be erased. */
    private static final int WIDTH = 78;

    private final PrintStream terminal;
    private final boolean shown;
    private String text = "";

    StatusLine(PrintStream terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    /** Puts itself between the program and standard output. To be called before anything keeps {@link System#out}. */
    static StatusLine install() {
        StatusLine line = new StatusLine(System.out, isTerminal());
        if (line.shown) {
            System.setOut(line.above());
        }
        return line;
    }

    /** Where the program prints, so that it is above the line. */
    PrintStream above() {
        return new PrintStream(new Above(), true, Charset.defaultCharset());
    }

    private static boolean isTerminal() {
        if (System.console() == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // from Java 22 on there is a console without a terminal too
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    boolean isShown() {
        return shown;
    }

    /** @param what to show from now on; empty for nothing */
    synchronized void show(String what) {
        String cut = what.length() > WIDTH ? what.substring(0, WIDTH - 1) + "…" : what;
        if (shown && !cut.equals(text)) {
            text = cut;
            terminal.print(ERASE + text);
            terminal.flush();
        }
    }

    /** What the program prints. */
    private final class Above extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (StatusLine.this) {
                if (!text.isEmpty()) {
                    terminal.print(ERASE);
                }
                terminal.write(Arrays.copyOfRange(bytes, offset, offset + length));
                if (length > 0 && bytes[offset + length - 1] == '\n') {
                    terminal.print(text);
                }
                terminal.flush();
            }
        }
    }
}
