package io.dynpack.presentation;

/** An edit list that cannot be expressed in a stream; the sentence is a finding of the report. */
public class EditListException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EditListException(String message) {
        super(message);
    }
}
