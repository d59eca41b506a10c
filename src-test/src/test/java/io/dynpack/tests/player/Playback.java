package io.dynpack.tests.player;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import com.google.gson.Gson;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;

/** A stream in a player: looked at, moved about, closed at the end. */
public final class Playback implements AutoCloseable {

    private static final double PATIENCE = 30;
    private static final int CHOICES = 3;
    private static final Gson JSON = new Gson();

    /** A quality as the player lists it, lowest bandwidth first in Shaka and dash.js. */
    public record Level(long bandwidth, int width, int height) {}

    /**
     * What the player and its video element say.
     *
     * @param time          seconds of presentation time
     * @param duration      seconds
     * @param buffered      pairs of start and end, seconds
     * @param stalls        interruptions other than by seeking
     * @param errors        everything that went wrong so far, in the player's words
     * @param level         index in {@code levels} of what is loaded or shown, -1 if not known
     * @param audio         language of each audio track
     * @param currentAudio  index in {@code audio}
     * @param firstFrame    presentation time of the first picture that was shown, seconds; -1 before it
     * @param landedFrame   of the first one after the latest seek, or of all where there was none; -1 before it
     * @param lastFrame     of the latest one
     * @param began         time at which it began to play, seconds; -1 before it
     * @param jumps         seeks since it began to play, by the player or the test, but for those back to where it began
     * @param audioBytes    of sound that were decoded
     * @param videoBuffered as {@code buffered}, of pictures
     * @param audioBuffered of sound
     */
    public record State(double time, double duration, boolean paused, boolean seeking, boolean ended, int width, int height,
            int frames, int dropped, List<double[]> buffered, int stalls, List<String> errors, List<Level> levels, int level,
            List<String> audio, int currentAudio, double firstFrame, double landedFrame, double lastFrame, double began,
            int jumps, long audioBytes,
            List<double[]> videoBuffered, List<double[]> audioBuffered) {}

    /**
     * Captions or subtitles as the player lists them.
     *
     * @param role as the player has it
     */
    public record Text(String label, String language, String role) {}

    /**
     * A cue that the player shows or will show.
     *
     * @param start seconds of presentation time
     * @param end   seconds
     * @param text  in a line, without its styles
     */
    public record ShownCue(double start, double end, String text) {}

    private final Page page;
    private final List<String> console = new ArrayList<>();

    private Playback(Page page) {
        this.page = page;
        page.onConsoleMessage(m -> console.add(m.type() + ": " + m.text()));
    }

    static Playback start(Page page, URI document, PlayerName player, URI manifest) {
        Playback playback = new Playback(page);
        page.navigate(document.toString());
        try {
            page.evaluate("([name, url]) => Promise.race([window.player.load(name, url),"
                    + " new Promise((_, fail) => setTimeout(() => fail(new Error('nothing within 30 s')), 30000))])",
                    List.of(player.script(), manifest.toString()));
            return playback;
        } catch (PlaywrightException e) {
            AssertionError failure = new AssertionError(
                    player + " does not play " + manifest + ": " + e.getMessage() + "\n" + playback.report());
            playback.close();
            throw failure;
        }
    }

    public State state() {
        return JSON.fromJson((String) page.evaluate("() => JSON.stringify(window.player.state())"), State.class);
    }

    /** Waits, 30 s at most, until the state is as wanted; {@code what} says so in the failure. */
    public State await(String what, Predicate<State> wanted) {
        long end = System.nanoTime() + (long) (PATIENCE * 1e9);
        State state = state();
        while (!wanted.test(state)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE + " s: " + what + "\n" + report());
            }
            page.waitForTimeout(50);
            state = state();
        }
        return state;
    }

    /** Lets it play on until the clock has advanced by this many seconds. */
    public State advance(double seconds) {
        double from = state().time();
        return await("play " + seconds + " s from " + from, s -> s.time() >= from + seconds || s.ended());
    }

    /** Plays faster or slower from now on. */
    public void rate(double rate) {
        page.evaluate("rate => window.player.setRate(rate)", rate);
    }

    /** Jumps and waits until it plays there. */
    public State seek(double time) {
        page.evaluate("time => window.player.seek(time)", time);
        return await("play at " + time, s -> !s.seeking() && s.time() > time && s.time() < time + 5);
    }

    /** Shows another level and waits until pictures of its size appear. */
    public State switchTo(int level) {
        page.evaluate("level => window.player.setLevel(level)", level);
        return await("level " + level, s -> s.level() == level && s.levels().get(level).height() == s.height());
    }

    /** Plays another audio track and waits until it is the current one. */
    public State listenTo(int audio) {
        page.evaluate("audio => window.player.setAudio(audio)", audio);
        return await("audio " + audio, s -> s.currentAudio() == audio);
    }

    /** The captions and subtitles that can be chosen, by ascending label in Shaka. */
    public List<Text> texts() {
        return List.of(JSON.fromJson((String) page.evaluate("() => JSON.stringify(window.player.texts())"), Text[].class));
    }

    /**
     * Shows one of {@link #texts} and waits until there are cues of it. Shaka 5.2 now and then loads the first text that is chosen
     * and shows nothing of it; a second choice helps.
     */
    public void read(int text) {
        for (int attempt = 1; attempt < CHOICES; attempt++) {
            choose(text);
            for (int i = 0; i < 100; i++) {
                if (!cues().isEmpty()) {
                    return;
                }
                page.waitForTimeout(50);
            }
            choose((text + 1) % texts().size());
            page.waitForTimeout(1000);
        }
        choose(text);
    }

    private void choose(int text) {
        page.evaluate("text => window.player.setText(text)", text);
        await("text " + text, state -> ((Number) page.evaluate("() => window.player.currentText()")).intValue() == text);
    }

    /** What the player has of the shown text so far, by its start; the pieces of a cue that fragments or others cut are one. */
    public List<ShownCue> cues() {
        Map<String, Deque<ShownCue>> joined = new LinkedHashMap<>();
        for (ShownCue piece : JSON.fromJson((String) page.evaluate("() => JSON.stringify(window.player.cues())"),
                ShownCue[].class)) {
            Deque<ShownCue> same = joined.computeIfAbsent(piece.text, text -> new ArrayDeque<>());
            ShownCue last = same.peekLast();
            if (last != null && Math.abs(last.end - piece.start) < 0.0005) {
                same.removeLast();
                same.add(new ShownCue(last.start, piece.end, piece.text));
            } else {
                same.add(piece);
            }
        }
        return joined.values().stream().flatMap(Deque::stream).sorted(Comparator.comparingDouble(ShownCue::start)).toList();
    }

    /** Waits, 30 s at most, until what the player has of the shown text is as wanted. */
    public List<ShownCue> awaitCues(Predicate<List<ShownCue>> wanted) {
        await("cues", state -> wanted.test(cues()));
        return cues();
    }

    /** Plays, seeks and shows the lowest level. */
    public State glance() {
        advance(0.5);
        seek(state().duration() * 0.6);
        switchTo(0);
        return advance(0.3);
    }

    /**
     * Plays, seeks to five places (one backwards, one near the end), and goes through the lowest, the middle and the highest
     * level and every audio track.
     *
     * @return the state at the end; its {@code errors} are what a test looks at first
     */
    public State exercise() {
        State state = advance(1);
        double duration = state.duration();
        for (double part : new double[]{0.4, 0.11, 0.73, 0.001}) {
            seek(duration * part);
            advance(0.4);
        }
        int highest = state.levels().size() - 1;
        for (int level : IntStream.of(0, highest / 2, highest).filter(each -> each >= 0).distinct().toArray()) {
            seek(duration * (0.1 + 0.1 * level));
            switchTo(level);
            advance(0.3);
        }
        for (int audio = 0; audio < state.audio().size(); audio++) {
            listenTo(audio);
            advance(0.4);
        }
        seek(duration - 1);
        return await("the end", s -> s.ended() || s.time() > duration - 0.3);
    }

    /** A picture of the page, PNG. */
    public Path screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        return file;
    }

    /** State and console, for the message of a failing test. */
    public String report() {
        String state;
        try {
            state = (String) page
                    .evaluate("() => JSON.stringify(window.player && [window.player.state(), window.player.cues()])");
        } catch (PlaywrightException e) {
            state = e.getMessage();
        }
        return state + "\n" + String.join("\n", console);
    }

    @Override
    public void close() {
        page.context().close();
    }
}
