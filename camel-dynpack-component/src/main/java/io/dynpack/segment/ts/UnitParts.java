package io.dynpack.segment.ts;

import java.util.ArrayList;
import java.util.List;

import io.dynpack.index.SampleTable;

/**
 * Divides a unit between its PES packets into parts of about a mebibyte, which are made one at a time: so a slow reader holds a
 * part in memory and not a whole fragment, and a range makes only what it touches.
 */
final class UnitParts implements UnitPlan.Visitor {
    /** Packets after which a part ends. */
    private static final int ENOUGH = (1 << 20) / PacketWriter.PACKET;

    /**
     * One part.
     *
     * @param firstEvent   of the plan's walk, from 0
     * @param endEvent     exclusive
     * @param tables       whether the program tables come first
     * @param packets      of the part
     * @param videoCounter continuity counter of its first video packet
     * @param audioCounter continuity counter of its first audio packet
     * @param firstPicture sample of the video level
     * @param endPicture   exclusive
     * @param firstFrame   sample of the audio level
     * @param endFrame     exclusive
     */
    record Part(int firstEvent, int endEvent, boolean tables, long packets, int videoCounter, int audioCounter,
            int firstPicture,
            int endPicture, int firstFrame, int endFrame) {}

    private final TransportLayout layout;
    private final SampleTable samples;
    private final List<Part> parts = new ArrayList<>();
    private int firstEvent;
    private int event;
    private long packets = 2;
    private int videoCounter;
    private int audioCounter;
    private int nextVideoCounter;
    private int nextAudioCounter;
    private int firstPicture;
    private int endPicture;
    private int firstFrame;
    private int endFrame;

    private UnitParts(TransportLayout layout, int videoCounter, int audioCounter) {
        this.layout = layout;
        this.samples = layout.level().samples();
        this.videoCounter = videoCounter;
        this.audioCounter = audioCounter;
        this.nextVideoCounter = videoCounter;
        this.nextAudioCounter = audioCounter;
    }

    static List<Part> of(TransportLayout layout, UnitPlan plan, int videoCounter, int audioCounter) {
        UnitParts parts = new UnitParts(layout, videoCounter, audioCounter);
        plan.walk(parts);
        if (parts.packets > 0) {
            parts.end();
        }
        return parts.parts;
    }

    @Override
    public void video(int sample, boolean sync, long pts, long dts) {
        long count = PacketCount.picture(layout.video(), samples.size(sample), sync, pts, dts);
        if (firstPicture == endPicture) {
            firstPicture = sample;
        }
        endPicture = sample + 1;
        nextVideoCounter = (int) (nextVideoCounter + count & 0xf);
        added(count);
    }

    @Override
    public void audio(int first, int end, int bytes, long pts, long dts) {
        long count = PacketCount.sound(layout.video() == null, bytes);
        if (firstFrame == endFrame) {
            firstFrame = first;
        }
        endFrame = end;
        nextAudioCounter = (int) (nextAudioCounter + count & 0xf);
        added(count);
    }

    @Override
    public void clock(long time) {
        added(1);
    }

    private void added(long count) {
        event++;
        packets += count;
        if (packets >= ENOUGH) {
            end();
        }
    }

    private void end() {
        parts.add(new Part(firstEvent, event, parts.isEmpty(), packets, videoCounter, audioCounter, firstPicture, endPicture,
                firstFrame, endFrame));
        firstEvent = event;
        packets = 0;
        videoCounter = nextVideoCounter;
        audioCounter = nextAudioCounter;
        firstPicture = endPicture;
        firstFrame = endFrame;
    }
}
