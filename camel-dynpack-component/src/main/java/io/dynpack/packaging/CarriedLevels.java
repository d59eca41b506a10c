package io.dynpack.packaging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;

/** Which levels of presentations one {@link Carriage} carries, looked at once for each presentation. */
final class CarriedLevels {
    private static final Logger LOG = LoggerFactory.getLogger(CarriedLevels.class);

    private final Carriage carriage;
    private final Set<String> refused;
    private final LoadingCache<Presentation, Map<Level, LeftOut>> refusals = Caffeine.newBuilder().weakKeys()
            .executor(Runnable::run).build(this::look);

    /** A level that is not carried, and why, as a sentence for the operator. */
    record LeftOut(Stream stream, Level level, String reason) {}

    /** @param refused codec families that are not served, in lower case */
    CarriedLevels(Carriage carriage, Set<String> refused) {
        this.carriage = carriage;
        this.refused = Set.copyOf(refused);
    }

    private @Nullable String reason(Level level) {
        String family = level.codec().family();
        return refused.contains(family.toLowerCase(Locale.ROOT))
                ? "the codec " + family + " is switched off here (refusedCodecs)"
                : carriage.refusal(level);
    }

    private Map<Level, LeftOut> look(Presentation whole) {
        for (LeftOut left : leftOut(whole)) {
            LOG.warn("left out of {}: {}: {} {}: {}", carriage.title(), left.level.file().name(), left.stream.name(),
                    left.level.bitrate(), left.reason);
        }
        return refusals(whole);
    }

    private Map<Level, LeftOut> refusals(Presentation whole) {
        Map<Level, LeftOut> leftOut = new IdentityHashMap<>();
        leftOut(whole).forEach(left -> leftOut.put(left.level, left));
        return Collections.unmodifiableMap(leftOut);
    }

    /** Why nothing is made of a presentation: a kind of it is not carried at all. */
    Optional<String> refusal(Presentation whole) {
        return fatal(whole.all(), refusals(whole)).map(LeftOut::reason);
    }

    /** One of a kind of which the selection has nothing that is carried. */
    private static Optional<LeftOut> fatal(Selection selection, Map<Level, LeftOut> leftOut) {
        for (SelectedStream stream : selection.streams()) {
            boolean none = selection.streams(stream.kind()).stream().flatMap(other -> other.levels().stream())
                    .allMatch(leftOut::containsKey);
            if (none) {
                return Optional.ofNullable(leftOut.get(stream.levels().get(0)));
            }
        }
        return Optional.empty();
    }

    /** In the order of the presentation. */
    List<LeftOut> leftOut(Presentation whole) {
        List<LeftOut> all = new ArrayList<>();
        for (Stream stream : whole.streams()) {
            for (Level level : stream.levels()) {
                String reason = reason(level);
                if (reason != null) {
                    all.add(new LeftOut(stream, level, reason));
                }
            }
        }
        return all;
    }

    /** @throws NotCarriedException where it carries none of the video, or none of the audio */
    Selection of(Selection selection) {
        fatal(selection, refusals.get(selection.whole())).ifPresent(left -> {
            throw refused(left);
        });
        return some(selection);
    }

    /** What is carried, though it be nothing of a kind, or nothing at all. */
    Selection some(Selection selection) {
        Map<Level, LeftOut> leftOut = refusals.get(selection.whole());
        return leftOut.isEmpty() ? selection : selection.keeping((stream, level) -> !leftOut.containsKey(level));
    }

    /** @throws NotCarriedException where it does not carry this level */
    void require(Presentation whole, Level level) {
        LeftOut left = refusals.get(whole).get(level);
        if (left != null) {
            throw refused(left);
        }
    }

    private static NotCarriedException refused(LeftOut left) {
        return new NotCarriedException(left.stream.kind(), left.reason);
    }
}
