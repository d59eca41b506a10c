package io.dynpack.text;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The lines of one cue as they are read. Keeps a little more than a cue may have, so that it is found to be too long. */
final class CuePayload {
    private final List<String> lines = new ArrayList<>();
    private int length;

    void add(String line) {
        if (length <= CueListBuilder.MAX_TEXT) {
            lines.add(line);
            length += line.length() + 1;
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    List<String> lines() {
        return lines;
    }

    boolean isTooLong() {
        return length > CueListBuilder.MAX_TEXT;
    }

    /** Takes the last line where it is the number of the cue behind: digits alone, with other lines in front of them. */
    @Nullable
    String takeNumber() {
        int last = lines.size() - 1;
        return last >= 1 && isNumber(lines.get(last)) ? lines.remove(last) : null;
    }

    static boolean isNumber(String line) {
        String text = line.strip();
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
