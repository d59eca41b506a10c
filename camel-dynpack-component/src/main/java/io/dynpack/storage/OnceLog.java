package io.dynpack.storage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;

/**
 * Says of each thing once what is wrong with it, since listings and looks come again every few seconds. Remembers a bounded number
 * of things; one that was not heard of for long may be said again. Safe for use by many threads.
 */
public final class OnceLog {
    /** Things remembered. */
    private static final int MOST = 1000;

    private final Logger log;
    private final Set<String> said = Collections
            .synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MOST;
                }
            }));

    public OnceLog(Logger log) {
        this.log = log;
    }

    /**
     * @param thing  what it is about; control characters are made visible
     * @param reason why it is passed over, a clause
     */
    public void warn(String thing, String reason) {
        if (said.add(thing + '\n' + reason)) {
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
