package io.dynpack.segment.ts;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A transport stream as text that people read; the rules that {@link TsDemuxer} knows hold, or it fails. */
public final class TransportDump {
    private static final int PMT = 0x1000;
    private static final int SHOWN_BYTES = 40;

    private TransportDump() {}

    public static String of(byte[] stream) {
        TsDemuxer demuxer = TsDemuxer.of(stream);
        demuxer.checkClocks();
        StringBuilder out = new StringBuilder();
        Map<Integer, Integer> packets = new TreeMap<>();
        for (int at = 0; at < stream.length; at += TsDemuxer.PACKET) {
            int pid = pid(stream, at);
            if (packets.merge(pid, 1, Integer::sum) == 1 && (pid == 0 || pid == PMT)) {
                int length = (stream[at + 6] & 0xf) << 8 | stream[at + 7] & 0xff;
                out.append(pid == 0 ? "  PAT " : "  PMT ")
                        .append(HexFormat.of().formatHex(stream, at + 5, at + 5 + 3 + length)).append('\n');
            }
        }
        packets.forEach((pid, count) -> out.append("  PID 0x%04x packets=%d%s%s%n".formatted(pid, count,
                demuxer.streams.containsKey(pid) ? " stream_type=0x%02x".formatted(demuxer.streams.get(pid)) : "",
                pid == demuxer.clockPid ? " PCR" : "")));
        for (int unit = 1; unit <= demuxer.units; unit++) {
            for (int pid : demuxer.streams.keySet()) {
                unit(demuxer.of(pid), unit, out);
            }
        }
        return out.toString();
    }

    private static int pid(byte[] stream, int at) {
        return (stream[at + 1] & 0x1f) << 8 | stream[at + 2] & 0xff;
    }

    private static void unit(List<TsDemuxer.Pes> stream, int unit, StringBuilder out) {
        List<TsDemuxer.Pes> packets = stream.stream().filter(pes -> pes.unit() == unit).toList();
        if (packets.isEmpty()) {
            return;
        }
        TsDemuxer.Pes first = packets.get(0);
        TsDemuxer.Pes last = packets.get(packets.size() - 1);
        out.append("  unit %d PID 0x%04x PES=%d stream_id=0x%02x PTS=%d DTS=%d".formatted(unit, first.pid(), packets.size(),
                first.streamId(), first.pts(), first.dts()));
        out.append(first.pcr() < 0 ? "" : " PCR=%d+%d".formatted(first.pcr() / 300, first.pcr() % 300));
        out.append(first.randomAccess() ? " random_access_indicator" : "");
        out.append(" last PTS=%d DTS=%d%n".formatted(last.pts(), last.dts()));
        byte[] payload = first.payload();
        out.append("    ")
                .append(HexFormat.of().formatHex(Arrays.copyOf(payload, Math.min(payload.length, SHOWN_BYTES))))
                .append("...\n");
    }
}
