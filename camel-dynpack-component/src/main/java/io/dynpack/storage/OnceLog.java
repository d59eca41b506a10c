package io.dynpack.storage;

import java.time.Duration;

import org.slf4j.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Says of each thing once what is wrong with it, since listings and looks come again every few seconds. Remembers a bounded number
 * of things; one that was not heard of for an hour, such as an outage that was over, is said again. Safe for use by many threads.
 */
public final class OnceLog {
    /** Things remembered. */
    private static final int MOST = 1000;
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final Logger log;
    private final Cache<String, Boolean> said;

    public OnceLog(Logger log) {
        this(log, Ticker.systemTicker());
    }

    OnceLog(Logger log, Ticker ticker) {
        this.log = log;
        this.said = Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(FORGOTTEN).ticker(ticker).build();
    }

    /**
     * @param thing  what it is about; control characters are made visible
     * @param reason why it is passed over, a clause
     */
    public void warn(String thing, String reason) {
        if (said.asMap().putIfAbsent(thing + '\n' + reason, true) == null) {
            log.warn("{} is passed over: {}", printable(thing), printable(reason));
        }
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.toString();
    }
}
