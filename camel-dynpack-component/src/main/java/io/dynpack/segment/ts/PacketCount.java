package io.dynpack.segment.ts;

/** Counts the packets of a unit without its bytes. */
final class PacketCount implements UnitPlan.Visitor {
    private final UnitPlan plan;
    private long video;
    private long audio;
    private long clocks;

    private PacketCount(UnitPlan plan) {
        this.plan = plan;
    }

    static PacketCount of(UnitPlan plan) {
        PacketCount count = new PacketCount(plan);
        plan.walk(count);
        return count;
    }

    /** Packets that a PES packet is given. */
    static long packets(int clockField, long bytes) {
        return (clockField + bytes + PacketWriter.PAYLOAD - 1) / PacketWriter.PAYLOAD;
    }

    /** Packets that a picture is given. */
    static long picture(ElementaryStream stream, int size, boolean sync, long pts, long dts) {
        return packets(PacketWriter.CLOCK_FIELD, PesHeader.size(pts, dts) + stream.bound(size, sync));
    }

    /** Packets that a group of frames is given. */
    static long sound(boolean withClock, int bytes) {
        return packets(withClock ? PacketWriter.CLOCK_FIELD : 0, (long) PesHeader.SIZE + bytes);
    }

    /** Packets of video with a payload. */
    long video() {
        return video;
    }

    /** Packets of audio with a payload. */
    long audio() {
        return audio;
    }

    /** All packets, the two of the program tables among them. */
    long total() {
        return 2 + video + audio + clocks;
    }

    @Override
    public void video(int sample, boolean sync, long pts, long dts) {
        UnitPlan.Run pictures = plan.requiredVideo();
        video += picture(pictures.stream(), pictures.samples().size(sample), sync, pts, dts);
    }

    @Override
    public void audio(int first, int end, int bytes, long pts, long dts) {
        audio += sound(plan.video() == null, bytes);
    }

    @Override
    public void clock(long time) {
        clocks++;
    }
}
