package io.dynpack.segment.ts;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides a unit between its PES packets into parts, which are made one at a time: what was read of a part, and what is made of
 * it, stay in the processor's cache until they are sent; a slow reader holds a part in memory and not a whole fragment, and a
 * range makes only what it touches.
 */
final class UnitParts implements UnitPlan.Visitor {
    /** A part has about as many packets, or less. */
    private static final int MOST = (192 << 10) / PacketWriter.PACKET;

    /**
     * One part.
     *
     * @param place        where the plan's walk stands at its beginning
     * @param tables       whether the program tables come first
     * @param packets      of the part
     * @param videoCounter continuity counter of its first video packet
     * @param audioCounter continuity counter of its first audio packet
     * @param firstPicture sample of video
     * @param endPicture   exclusive
     * @param firstFrame   sample of audio
     * @param endFrame     exclusive
     */
    record Part(UnitPlan.Place place, boolean tables, long packets, int videoCounter, int audioCounter,
            int firstPicture,
            int endPicture, int firstFrame, int endFrame) {}

    private final UnitPlan plan;
    private final List<Part> parts = new ArrayList<>();
    private UnitPlan.Place place;
    private long packets = 2;
    private int videoCounter;
    private int audioCounter;
    private int nextVideoCounter;
    private int nextAudioCounter;
    private int firstPicture;
    private int endPicture;
    private int firstFrame;
    private int endFrame;

    private UnitParts(UnitPlan plan, int videoCounter, int audioCounter) {
        this.plan = plan;
        this.videoCounter = videoCounter;
        this.audioCounter = audioCounter;
        this.nextVideoCounter = videoCounter;
        this.nextAudioCounter = audioCounter;
        this.place = plan.start();
    }

    /** @param packets of the unit; its parts are about equal */
    static List<Part> of(UnitPlan plan, long packets, int videoCounter, int audioCounter) {
        long count = Math.max(1, (packets + MOST - 1) / MOST);
        long enough = packets / count;
        UnitParts parts = new UnitParts(plan, videoCounter, audioCounter);
        UnitPlan.Walk walk = plan.walk(parts.place, parts);
        while (walk.step()) {
            if (parts.packets >= enough) {
                parts.end(walk.place());
            }
        }
        if (parts.packets > 0) {
            parts.end(walk.place());
        }
        return parts.parts;
    }

    @Override
    public void video(int sample, boolean sync, long pts, long dts) {
        UnitPlan.Run pictures = plan.requiredVideo();
        long count = PacketCount.picture(pictures.stream(), pictures.samples().size(sample), sync, pts, dts);
        if (firstPicture == endPicture) {
            firstPicture = sample;
        }
        endPicture = sample + 1;
        nextVideoCounter = (int) (nextVideoCounter + count & 0xf);
        packets += count;
    }

    @Override
    public void audio(int first, int end, int bytes, long pts, long dts) {
        long count = PacketCount.sound(plan.video() == null, bytes);
        if (firstFrame == endFrame) {
            firstFrame = first;
        }
        endFrame = end;
        nextAudioCounter = (int) (nextAudioCounter + count & 0xf);
        packets += count;
    }

    @Override
    public void clock(long time) {
        packets++;
    }

    private void end(UnitPlan.Place next) {
        parts.add(new Part(place, parts.isEmpty(), packets, videoCounter, audioCounter, firstPicture, endPicture, firstFrame,
                endFrame));
        place = next;
        packets = 0;
        videoCounter = nextVideoCounter;
        audioCounter = nextAudioCounter;
        firstPicture = endPicture;
        firstFrame = endFrame;
    }
}
