package io.dynpack.camel;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a response in the category {@code io.dynpack.access} at level {@code INFO}: method, target, status, bytes,
 * microseconds, cache result. A thread of its own formats and writes; where it cannot keep up, lines are dropped and counted
 * rather than any response delayed. Off, and without a thread, unless the category is enabled.
 */
public final class AccessLog implements AutoCloseable {
    public static final String CATEGORY = "io.dynpack.access";
    private static final int QUEUE = 8192;

    private final Logger logger;
    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private Thread thread;
    private volatile boolean closed;

    public AccessLog() {
        this(LoggerFactory.getLogger(CATEGORY));
    }

    AccessLog(Logger logger) {
        this.logger = logger;
    }

    private record Line(String method, String target, int status, long bytes, long micros, boolean cached, boolean complete) {}

    public boolean enabled() {
        return !closed && logger.isInfoEnabled();
    }

    /**
     * @param target   of the request as it came; control characters cannot occur in it
     * @param bytes    of the body that left
     * @param micros   from the arrival of the request
     * @param complete false where the connection broke before the end
     */
    public void add(String method, String target, int status, long bytes, long micros, boolean cached, boolean complete) {
        if (enabled()) {
            start();
            if (!lines.offer(new Line(method, target, status, bytes, micros, cached, complete))) {
                dropped.incrementAndGet();
            }
        }
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
                logger.info("{} {} {} {} {}us {}{}", line.method, line.target, line.status, line.bytes, line.micros,
                        line.cached ? "HIT" : "MISS", line.complete ? "" : " ABORTED");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
