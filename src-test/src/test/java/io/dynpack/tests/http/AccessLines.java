package io.dynpack.tests.http;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What is written into the access log as long as this is open. */
public final class AccessLines implements AutoCloseable {
    private static final String CATEGORY = "io.dynpack.access";
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

    public AccessLines() {
        AbstractAppender appender = new AbstractAppender("access-lines", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(event.getMessage().getFormattedMessage());
            }
        };
        appender.start();
        LoggerConfig logger = new LoggerConfig(CATEGORY, Level.INFO, false);
        logger.addAppender(appender, Level.INFO, null);
        context.getConfiguration().addLogger(CATEGORY, logger);
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

    @Override
    public void close() {
        context.getConfiguration().removeLogger(CATEGORY);
        context.updateLoggers();
    }
}
