package io.dynpack.standalone.command;

import java.io.PrintWriter;
import java.util.stream.StreamSupport;

import org.apache.camel.util.ObjectHelper;

import io.dynpack.camel.DynpackException;
import io.dynpack.ingest.IngestException;
import io.dynpack.publishing.CatalogException;
import io.dynpack.storage.StorageException;

import picocli.CommandLine;

/**
 * Says what a command failed with: one line where it was made for people, a stack trace where it was not or where {@code -v}
 * asks.
 */
final class Problems implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {

    @Override
    public int handleParseException(CommandLine.ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("dynpack: " + failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult result) {
        PrintWriter err = command.getErr();
        Throwable known = StreamSupport.stream(ObjectHelper.createExceptionIterable(failure).spliterator(), false)
                .filter(Problems::isForPeople).findFirst().orElse(null);
        err.println("dynpack: " + (known == null ? failure : known.getMessage()));
        if (known == null || Verbosity.isOn()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCode.PROBLEM;
    }

    private static boolean isForPeople(Throwable failure) {
        return failure instanceof ProblemException || failure instanceof DynpackException || failure instanceof IngestException
                || failure instanceof CatalogException || failure instanceof StorageException;
    }
}
