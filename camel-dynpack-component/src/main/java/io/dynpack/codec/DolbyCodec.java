package io.dynpack.codec;

import java.util.ArrayList;
import java.util.List;

/** AC-3 and E-AC-3: access units of six blocks, whose channels are told by location (ETSI TS 102 366). */
public sealed interface DolbyCodec extends AudioCodec permits Ac3Codec, Eac3Codec {

    /** Which channels there are; the bed where there are objects. */
    DolbyChannelMap channelMap();

    @Override
    default int channels() {
        return channelMap().count();
    }

    @Override
    default int channelConfiguration() {
        return channelMap().channelConfiguration();
    }

    /** Six blocks of 256. */
    @Override
    default int frameLength() {
        return 6 * 256;
    }

    /** Players of Dolby's ask for Dolby's own scheme, others for that of MPEG. */
    @Override
    default List<Descriptor> channelDescriptors() {
        List<Descriptor> both = new ArrayList<>(AudioCodec.super.channelDescriptors());
        both.add(channelMap().descriptor());
        return both;
    }
}
