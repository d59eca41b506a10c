package io.dynpack.camel;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a response in the category {@code io.dynpack.access} at level {@code INFO}: method, target, status, bytes,
 * microseconds, cache result, and of an error its code and its cause in quotes. A thread of its own formats and writes; where it
 * cannot keep up, lines are dropped and counted rather than any response delayed. What a client makes up is cut and escaped, so
 * that it is never more than its part of a line. Off, and without a thread, unless the category is enabled.
 */
public final class AccessLog implements AutoCloseable {
    public static final String CATEGORY = "io.dynpack.access";
    private static final int QUEUE = 8192;
    private static final int METHOD = 32;
    private static final int TARGET = 2048;

    private final Logger logger;
    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private @Nullable Thread thread;
    private volatile boolean closed;

    public AccessLog() {
        this(LoggerFactory.getLogger(CATEGORY));
    }

    AccessLog(Logger logger) {
        this.logger = logger;
    }

    private record Line(String method, String target, int status, long bytes, long micros, boolean cached, boolean complete,
            @Nullable String code, @Nullable String cause) {}

    public boolean enabled() {
        return !closed && logger.isInfoEnabled();
    }

    /**
     * @param method   as it came
     * @param target   of the request as it came
     * @param bytes    of the body that left
     * @param micros   from the arrival of the request
     * @param complete false where the connection broke before the end
     */
    public void add(String method, String target, int status, long bytes, long micros, boolean cached, boolean complete) {
        add(method, target, status, bytes, micros, cached, complete, null, null);
    }

    /**
     * As {@link #add(String, String, int, long, long, boolean, boolean)} for an answer that may be an error.
     *
     * @param code  {@code MPE_...}, or {@code null} where it succeeded
     * @param cause for the operator, or {@code null}
     */
    public void add(String method, String target, int status, long bytes, long micros, boolean cached, boolean complete,
            @Nullable String code, @Nullable String cause) {
        if (enabled()) {
            start();
            if (!lines.offer(new Line(cut(method, METHOD), cut(target, TARGET), status, bytes, micros, cached, complete, code,
                    cause == null ? null : cut(cause, TARGET)))) {
                dropped.incrementAndGet();
            }
        }
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }

    /** Printable ASCII from {@code first} on stays; all else is written as in a URL, the bytes as servers read them. */
    private static String escaped(String text, char first) {
        if (text.chars().allMatch(c -> isPrintable(c, first))) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(2 * text.length());
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            if (isPrintable(b, first)) {
                escaped.append((char) b);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        return escaped.toString();
    }

    private static boolean isPrintable(int character, char first) {
        return character >= first && character < 0x7f;
    }

    /** Lines that were not written because the log could not keep up. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void start() {
        if (thread == null && !closed) {
            thread = new Thread(this::write, "dynpack-access-log");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void write() {
        try {
            while (!closed) {
                Line line = lines.take();
                logger.info("{} {} {} {} {}us {}{}{}", escaped(line.method, '!'), escaped(line.target, '!'), line.status,
                        line.bytes,
                        line.micros, line.cached ? "HIT" : "MISS", line.complete ? "" : " ABORTED",
                        line.code == null
                                ? ""
                                : " " + line.code + " \""
                                        + escaped(line.cause == null ? "" : line.cause, ' ').replace('"', '\'') + '"');
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
