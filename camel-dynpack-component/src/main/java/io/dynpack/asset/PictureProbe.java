package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.dynpack.codec.AccessUnit;
import io.dynpack.codec.AccessUnit.Content;
import io.dynpack.codec.AccessUnitReader;
import io.dynpack.codec.CaptionData;
import io.dynpack.codec.CodecException;
import io.dynpack.codec.NalUnitCodec;
import io.dynpack.index.SampleTable;
import io.dynpack.index.SourceFile;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackProbe;
import io.dynpack.storage.Source;

/**
 * Looks at pictures of a track of H.264 or HEVC. A track whose tables are as they should be is only looked at for a report;
 * others are mended, always in the same way: samples that hold no picture are joined with the next one, sync samples are
 * found where the file names none or wrong ones, and the parameter sets of the first key frame are taken where the sample
 * entry leaves a choice.
 */
final class PictureProbe {
    /** Sync samples that a report looks at. */
    private static final int REPORTED = 16;
    /** Sync samples that are looked at for captions alone: the first and the last, at the same time. */
    private static final int GLANCES = 2;
    /** What lies in front of the first slice mostly fits into this, and a storage reads as much at a time anyway. */
    private static final int HEAD = 4 * 1024;
    /** Of each sample at most. */
    private static final int MOST = 64 * 1024;
    /** Reads at a time: few, as a file without a stored index is in a hurry but not alone. */
    private static final int AT_A_TIME = 4;
    /** Samples that are looked at before a track is trusted. */
    private static final int SUSPECTS = 8;
    /** A delimiter has less bytes, with its length of four, and no picture has. */
    private static final int TINY = 9;
    /** Messages have mostly less bytes, and so have small pictures: a look tells them apart, which only a report takes. */
    private static final int SUSPICIOUS = 64;
    /** Messages on their own are smaller, pictures of the same track mostly larger. */
    private static final int SMALL = 1024;
    /**
     * Samples that are looked at to mend a track. Where it has more, key frames are looked for among the largest, and samples
     * without a picture among those that last no time and the smallest. Ten hours of one key frame in four seconds.
     */
    static final int MAX_LOOKS = 8192;

    private final Source source;
    private final SourceFile file;
    private final boolean everything;
    /** What a report would look at again. */
    private final Map<Integer, Look> seen = new HashMap<>();
    /** By the ordinal of the sample entry. */
    private final Map<Integer, AccessUnitReader> readers = new ConcurrentHashMap<>();
    private TrackIndex track;
    private NalUnitCodec codec;

    private PictureProbe(Source source, SourceFile file, TrackIndex track, boolean everything) {
        this.source = source;
        this.file = file;
        this.track = track;
        this.codec = (NalUnitCodec) track.codec();
        this.everything = everything;
    }

    /**
     * @param file       that the source is
     * @param everything whether also what only a report says is looked at
     * @return fails with a {@link CodecException} where all access units are damaged, and with what a read failed with
     */
    static CompletableFuture<TrackIndex> look(Source source, SourceFile file, TrackIndex track, boolean everything) {
        return new PictureProbe(source, file, track, everything).look();
    }

    /** Whether responses depend on a look. */
    static boolean isNeeded(TrackIndex track) {
        return track.codec() instanceof NalUnitCodec codec
                && (codec.isDecidedByKeyFrame() || hasOddSyncSamples(track.samples()) || lacksFirst(track.samples())
                        || hasOddSamples(track.samples()));
    }

    /** A track seldom begins with a picture that needs others. */
    private static boolean lacksFirst(SampleTable samples) {
        return samples.syncCount() > 0 && !samples.isSync(0);
    }

    private static boolean hasOddSyncSamples(SampleTable samples) {
        return samples.count() > 1 && (samples.isAllSync() || samples.syncCount() == 0);
    }

    private static boolean hasOddSamples(SampleTable samples) {
        return samples.minDuration() == 0 || samples.minSize() < TINY;
    }

    private int least() {
        return everything ? SUSPICIOUS : TINY;
    }

    private CompletableFuture<TrackIndex> look() {
        return pictureless().thenCompose(done -> syncSamples()).thenCompose(done -> activeSets())
                .thenCompose(done -> announcedSets())
                .thenCompose(done -> everything ? report() : glance());
    }

    /**
     * Encoders that write captions write them with every picture, or say with every picture that there are none now. Not worth a
     * round trip of its own: a track that is as it should be is looked at for them by a report.
     */
    private CompletableFuture<TrackIndex> glance() {
        return keyFrames(GLANCES).thenApply(looks -> {
            CaptionData captions = looks.stream().anyMatch(look -> look.damaged) ? null : captions(looks);
            return track.probed(codec, TrackProbe.glanced(captions));
        });
    }

    private static CaptionData captions(List<Look> looks) {
        CaptionData captions = CaptionData.NONE;
        for (Look look : looks) {
            captions = captions.and(look.unit.captions());
        }
        return captions;
    }

    private static CompletableFuture<Void> nothing() {
        return CompletableFuture.completedFuture(null);
    }

    /** Looks at some of the odd samples first; only where one of them holds no picture all are looked at. */
    private CompletableFuture<Void> pictureless() {
        SampleTable samples = track.samples();
        int least = least();
        if (samples.minDuration() > 0 && samples.minSize() >= least) {
            return nothing();
        }
        int[] suspects = numbers(sample -> samples.duration(sample) == 0 || samples.size(sample) < least);
        return each(spread(suspects, SUSPECTS))
                .thenCompose(some -> some.stream().noneMatch(look -> isPictureless(look, samples))
                        ? nothing()
                        : joined(numbers(sample -> samples.duration(sample) == 0 || samples.size(sample) < SMALL)));
    }

    /** Joins those of the candidates that hold no picture with what follows them. */
    private CompletableFuture<Void> joined(int[] candidates) {
        SampleTable samples = track.samples();
        BitSet without = new BitSet(samples.count());
        int[] looked = candidates;
        if (candidates.length > MAX_LOOKS) {
            // too small for a picture, which needs no look
            Arrays.stream(candidates).filter(sample -> samples.size(sample) < leastPicture(sample)).forEach(without::set);
            looked = likeliest(Arrays.stream(candidates).filter(sample -> !without.get(sample)).toArray(), samples);
        }
        boolean some = looked.length + without.cardinality() < candidates.length;
        return each(looked).thenAccept(looks -> {
            looks.stream().filter(look -> isPictureless(look, samples)).forEach(look -> without.set(look.sample));
            if (!without.isEmpty() && without.cardinality() < samples.count()) {
                track = track.joined(without, file);
                track = some ? track.repaired(TrackIndex.Repair.SOME_JOINED_SAMPLES) : track;
                // the first entry may have been that of samples without a picture alone
                codec = (NalUnitCodec) track.codec();
                seen.clear();
                readers.clear();
            }
        });
    }

    /** Bytes that a picture in place of this sample would have at least. */
    private int leastPicture(int sample) {
        int lengthSize = track.codec(track.entries().of(sample)) instanceof NalUnitCodec units ? units.nalLengthSize() : 1;
        return TINY - Integer.BYTES + lengthSize;
    }

    /** Those that last no time, then the smallest, as messages are smaller than pictures; in the order of the track. */
    private static int[] likeliest(int[] samples, SampleTable table) {
        if (samples.length <= MAX_LOOKS) {
            return samples;
        }
        long[] order = new long[samples.length];
        for (int i = 0; i < order.length; i++) {
            long lasting = table.duration(samples[i]) == 0 ? 0 : 1;
            order[i] = (lasting << 31 | table.size(samples[i])) << 31 | samples[i];
        }
        Arrays.sort(order);
        return Arrays.stream(order, 0, MAX_LOOKS).mapToInt(each -> (int) (each & Integer.MAX_VALUE)).sorted().toArray();
    }

    private static boolean isPictureless(Look look, SampleTable samples) {
        return samples.size(look.sample) == 0 || look.unit.content() == Content.NO_PICTURE;
    }

    private CompletableFuture<Void> syncSamples() {
        SampleTable samples = track.samples();
        if (!hasOddSyncSamples(samples)) {
            CompletableFuture<Void> first = lacksFirst(samples) ? first() : nothing();
            // a look that costs something, and so only made for a report
            return everything ? first.thenCompose(done -> listedSyncSamples()) : first;
        }
        int[] all = IntStream.range(0, samples.count()).toArray();
        return each(spread(all, SUSPECTS)).thenCompose(looks -> {
            boolean intraOnly = samples.isAllSync() && looks.stream().noneMatch(look -> look.unit.isPredicted());
            boolean unknown = looks.stream().noneMatch(look -> look.unit.isPredicted() || look.unit.isKeyFrame());
            return intraOnly || unknown ? nothing() : found(largest(all, samples));
        });
    }

    /** Marks the first sample where it is a key frame that the file does not name. */
    private CompletableFuture<Void> first() {
        return look(0).thenAccept(look -> {
            if (look.unit.isKeyFrame()) {
                SampleTable samples = track.samples();
                track = track.withSyncSamples(IntStream.concat(IntStream.of(0),
                        IntStream.range(0, samples.syncCount()).map(samples::syncSample)).toArray(), file);
            }
        });
    }

    private CompletableFuture<Void> listedSyncSamples() {
        int[] listed = IntStream.range(0, track.samples().syncCount()).map(track.samples()::syncSample).toArray();
        return each(spread(listed, REPORTED)).thenCompose(looks -> {
            looks.forEach(look -> seen.put(look.sample, look));
            if (looks.stream().noneMatch(look -> look.unit.isPredicted())) {
                return nothing();
            }
            boolean any = looks.stream().anyMatch(look -> look.unit.isKeyFrame());
            int[] all = any ? listed : IntStream.range(0, track.samples().count()).toArray();
            return found(largest(all, track.samples()));
        });
    }

    /** Marks those of the candidates that are key frames; leaves the track as it is where there is none. */
    private CompletableFuture<Void> found(int[] candidates) {
        return each(candidates).thenAccept(looks -> {
            int[] keyFrames = looks.stream().filter(look -> look.unit.isKeyFrame()).mapToInt(Look::sample).sorted().toArray();
            if (keyFrames.length > 0) {
                track = track.withSyncSamples(keyFrames, file);
            }
        });
    }

    /** The first, and the largest of the others: key frames are large. */
    private static int[] largest(int[] samples, SampleTable table) {
        if (samples.length <= MAX_LOOKS) {
            return samples;
        }
        int[] sizes = Arrays.stream(samples).map(table::size).sorted().toArray();
        int least = sizes[sizes.length - MAX_LOOKS + 1];
        int[] largest = Arrays.stream(samples).filter(sample -> sample == samples[0] || table.size(sample) >= least).toArray();
        return largest.length > MAX_LOOKS ? Arrays.copyOf(largest, MAX_LOOKS) : largest;
    }

    private CompletableFuture<Void> activeSets() {
        if (!codec.isDecidedByKeyFrame()) {
            return nothing();
        }
        SampleTable samples = track.samples();
        int first = samples.syncCount() == 0 ? 0 : samples.syncSample(0);
        return look(first).thenAccept(look -> codec = codec.activating(look.unit));
    }

    /**
     * Of a sample entry that allows other parameter sets in band, whether those there are are its own: codec strings depend
     * on it.
     */
    private CompletableFuture<Void> announcedSets() {
        if (everything || !codec.allowsSetsInBand() || codec.withSetsAnnounced() == codec) {
            return nothing();
        }
        return keyFrames(REPORTED).thenAccept(this::announced);
    }

    private void announced(List<Look> looks) {
        boolean announced = codec.allowsSetsInBand() && looks.stream()
                .noneMatch(look -> look.damaged || look.unit.unannounced() || look.unit.content() == Content.UNKNOWN);
        codec = announced ? codec.withSetsAnnounced() : codec;
    }

    /** Some sync samples, or the first sample where there is none. */
    private CompletableFuture<List<Look>> keyFrames(int count) {
        SampleTable samples = track.samples();
        int[] syncs = IntStream.range(0, samples.syncCount()).map(samples::syncSample).toArray();
        return each(syncs.length == 0 ? new int[]{0} : spread(syncs, count));
    }

    private CompletableFuture<TrackIndex> report() {
        return keyFrames(REPORTED).thenApply(looks -> {
            announced(looks);
            if (looks.stream().anyMatch(look -> look.damaged)) {
                return track.probed(codec, TrackProbe.UNKNOWN);
            }
            return track.probed(codec, summary(looks));
        });
    }

    private static TrackProbe summary(List<Look> looks) {
        boolean delimiters = true;
        boolean sets = false;
        TrackProbe.Gops gops = TrackProbe.Gops.CLOSED;
        int unannounced = -1;
        for (Look look : looks) {
            delimiters &= look.unit.delimiter();
            sets |= look.unit.parameterSets();
            gops = switch (look.unit.content()) {
                case IDR -> gops;
                case OPEN -> gops == TrackProbe.Gops.CLOSED ? TrackProbe.Gops.OPEN : gops;
                case INTRA, PREDICTED -> TrackProbe.Gops.UNCLEAR;
                default -> gops;
            };
            unannounced = unannounced < 0 && look.unit.unannounced() ? look.sample : unannounced;
        }
        return new TrackProbe(TrackProbe.Outcome.KNOWN, looks.size(), delimiters, sets, gops, unannounced, captions(looks));
    }

    private int[] numbers(IntPredicate predicate) {
        return IntStream.range(0, track.samples().count()).filter(predicate).toArray();
    }

    /** The first, the last and what lies evenly between. */
    private static int[] spread(int[] numbers, int count) {
        if (numbers.length <= count) {
            return numbers;
        }
        int[] some = new int[count];
        for (int i = 0; i < count; i++) {
            some[i] = numbers[(int) ((long) i * (numbers.length - 1) / (count - 1))];
        }
        return some;
    }

    /** A sample that was looked at. */
    private record Look(int sample, AccessUnit unit, boolean damaged) {

        Look withoutSets() {
            return new Look(sample, unit.withoutSets(), damaged);
        }
    }

    /** Looks without parameter sets, since thousands of them are kept at a time. */
    private CompletableFuture<List<Look>> each(int[] samples) {
        return each(samples, 0, new ArrayList<>(samples.length));
    }

    /** A loop as long as reads answer at once. */
    private CompletableFuture<List<Look>> each(int[] samples, int start, List<Look> looks) {
        int from = start;
        while (from < samples.length) {
            int to = Math.min(samples.length, from + AT_A_TIME);
            List<CompletableFuture<Look>> reads = new ArrayList<>();
            for (int i = from; i < to; i++) {
                Look known = seen.get(samples[i]);
                reads.add(known == null ? look(samples[i]) : CompletableFuture.completedFuture(known));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
                    .thenAccept(done -> reads.forEach(read -> looks.add(read.join().withoutSets())));
            if (!all.isDone()) {
                return all.thenCompose(done -> each(samples, to, looks));
            }
            all.join();
            from = to;
        }
        return CompletableFuture.completedFuture(looks);
    }

    private CompletableFuture<Look> look(int sample) {
        SampleTable samples = track.samples();
        int size = samples.size(sample);
        if (size == 0) {
            return CompletableFuture.completedFuture(new Look(sample, AccessUnit.UNKNOWN, false));
        }
        long start = samples.ranges(sample, sample + 1).starts()[0];
        int head = Math.min(size, HEAD);
        return source.read(start, head).thenCompose(bytes -> {
            Look first = read(sample, bytes, size);
            if (first.unit.complete() || head == size) {
                return CompletableFuture.completedFuture(first);
            }
            return source.read(start + head, Math.min(size, MOST) - head)
                    .thenApply(rest -> read(sample, AccessUnitProbe.joined(List.of(bytes, rest)), size));
        });
    }

    private Look read(int sample, ByteBuffer bytes, int size) {
        try {
            return new Look(sample, reader(sample).read(bytes, size), false);
        } catch (CodecException e) {
            return new Look(sample, AccessUnit.UNKNOWN, true);
        }
    }

    private AccessUnitReader reader(int sample) {
        return readers.computeIfAbsent(track.entries().of(sample), entry -> (entry > 0
                && track.codec(entry) instanceof NalUnitCodec other ? other : codec).accessUnits());
    }
}
