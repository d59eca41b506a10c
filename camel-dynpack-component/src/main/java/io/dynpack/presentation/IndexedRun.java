package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.List;

import io.dynpack.codec.NalUnitCodec;
import io.dynpack.index.ByteRanges;
import io.dynpack.index.RollGroup;
import io.dynpack.index.SampleTable;
import io.dynpack.index.SourceFile;
import io.dynpack.index.TrackIndex;
import io.dynpack.isobmff.SbgpBox;

/** A window on the index of a file. */
final class IndexedRun implements SampleRun {
    private final SourceFile file;
    private final TrackTimeline timeline;
    private final SampleTable samples;
    private final int first;
    private final int end;
    private final int syncsBefore;
    private final int syncs;
    /** Ticks of the only sample of a key frame's run; -1 to take the index's. */
    private final long lasting;

    /**
     * @param first sample of the track
     * @param end   behind the last one
     */
    IndexedRun(SourceFile file, TrackTimeline timeline, int first, int end, long lasting) {
        this.file = file;
        this.timeline = timeline;
        this.samples = timeline.track().samples();
        this.first = first;
        this.end = end;
        this.lasting = lasting;
        this.syncsBefore = samples.syncCountBefore(first);
        this.syncs = samples.syncCountBefore(end) - syncsBefore;
    }

    @Override
    public SourceFile file() {
        return file;
    }

    /** A closer look may have joined samples, found sync samples or other parameter sets: then it is another track. */
    @Override
    public String track() {
        TrackIndex track = timeline.track();
        int sets = track.codec() instanceof NalUnitCodec codec ? codec.activeRecord().hashCode() : 0;
        return file.name() + '\n' + file.version() + '\n' + track.trackId() + '\n' + samples.count() + '\n'
                + samples.syncCount()
                + '\n' + sets;
    }

    @Override
    public int number(int sample) {
        return first + sample;
    }

    @Override
    public int count() {
        return end - first;
    }

    @Override
    public int entry() {
        return timeline.track().entries().of(first);
    }

    @Override
    public long decodeTime(int sample) {
        return timeline.decodeTime(first + sample);
    }

    @Override
    public long duration(int sample) {
        return lasting >= 0 ? lasting : samples.duration(first + sample);
    }

    @Override
    public int compositionOffset(int sample) {
        return samples.compositionOffset(first + sample);
    }

    @Override
    public int size(int sample) {
        return samples.size(first + sample);
    }

    @Override
    public long bytes(int from, int to) {
        return samples.bytes(first + from, first + to);
    }

    @Override
    public ByteRanges ranges(int from, int to) {
        return from == to ? ByteRanges.NONE : samples.ranges(first + from, first + to);
    }

    @Override
    public boolean isAllSync() {
        return samples.isAllSync();
    }

    @Override
    public int syncCount() {
        return syncs;
    }

    @Override
    public int syncSample(int ordinal) {
        return samples.syncSample(syncsBefore + ordinal) - first;
    }

    @Override
    public int syncCountBefore(int sample) {
        return samples.syncCountBefore(first + sample) - syncsBefore;
    }

    @Override
    public List<SbgpBox> sampleGroups() {
        List<RollGroup> groups = timeline.track().rollGroups();
        if (groups.isEmpty()) {
            return List.of();
        }
        List<SbgpBox> mappings = new ArrayList<>(groups.size());
        for (RollGroup group : groups) {
            SbgpBox mapping = group.mapping(first, end);
            if (mapping != null) {
                mappings.add(mapping);
            }
        }
        return mappings;
    }
}
