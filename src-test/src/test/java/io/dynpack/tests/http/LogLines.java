package io.dynpack.tests.http;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What is written into a category of the log, and not elsewhere, as long as this is open. */
public class LogLines implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final String category;
    /** As the application has it; {@code null} where it has none of its own. */
    private final LoggerConfig configured;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final AtomicInteger traces = new AtomicInteger();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

    public LogLines(String category) {
        this(category, Level.INFO);
    }

    public LogLines(String category, Level least) {
        this.category = category;
        AbstractAppender appender = new AbstractAppender("lines of " + category, null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(event.getMessage().getFormattedMessage());
                if (event.getThrown() != null) {
                    traces.incrementAndGet();
                }
            }
        };
        appender.start();
        LoggerConfig logger = new LoggerConfig(category, least, false);
        logger.addAppender(appender, least, null);
        configured = context.getConfiguration().getLoggers().get(category);
        context.getConfiguration().removeLogger(category);
        context.getConfiguration().addLogger(category, logger);
        context.updateLoggers();
    }

    /** The next one of this pattern, or {@code null}; answers that ended before may still write theirs. */
    public String next(String pattern) throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (line != null && !line.matches(pattern)) {
            line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return line;
    }

    /** Those that came until now and were not asked for by {@link #next}. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** How many came with a stack trace. */
    public int traces() {
        return traces.get();
    }

    @Override
    public void close() {
        context.getConfiguration().removeLogger(category);
        if (configured != null) {
            context.getConfiguration().addLogger(category, configured);
        }
        context.updateLoggers();
    }
}
