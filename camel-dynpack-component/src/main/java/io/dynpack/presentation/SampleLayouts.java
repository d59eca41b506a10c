package io.dynpack.presentation;

import java.util.concurrent.CompletableFuture;

import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.VideoCodec;

/** Looks at media for what is to be protected in samples, which no index tells. */
public interface SampleLayouts {

    /**
     * Where coded pictures lie in the samples of a run.
     *
     * @param codec of the run's sample entry; one whose samples are protected
     * @return fails with what a read failed with; damaged media fails nothing
     */
    CompletableFuture<SampleLayout> of(VideoCodec codec, SampleRun run);
}
