package io.dynpack.presentation.filter;

/**
 * Fragments of a timeline that follow each other, by their ordinals in the whole timeline.
 *
 * @param first ordinal of the first one
 * @param end   behind the last one; {@code first} where there is none
 */
public record FragmentWindow(int first, int end) {
    public FragmentWindow {
        if (first < 0 || end < first) {
            throw new IllegalArgumentException("fragments from " + first + " to " + end);
        }
    }

    /** Number of fragments. */
    public int count() {
        return end - first;
    }

    public boolean isEmpty() {
        return end == first;
    }

    public boolean contains(int fragment) {
        return fragment >= first && fragment < end;
    }
}
