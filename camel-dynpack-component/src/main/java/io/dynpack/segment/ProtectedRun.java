package io.dynpack.segment;

import java.util.List;

import io.dynpack.presentation.SampleProtection;

/** A run of samples as it is sent: how it is protected, and the samples encrypted. */
public interface ProtectedRun extends SampleProtection {

    /** All samples of the run, as long as they are in the clear: made while they are sent, in pieces of bounded size. */
    List<Piece> media();
}
