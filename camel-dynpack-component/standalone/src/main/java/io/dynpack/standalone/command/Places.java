package io.dynpack.standalone.command;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

import io.dynpack.standalone.StreamingApplication;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where media and catalog lie: in folders, or in the blobs of a storage account. */
final class Places {
    private static final String CONNECTION = "AZURE_STORAGE_CONNECTION_STRING";
    private static final String ACCOUNT = "AZURE_STORAGE_ACCOUNT";
    /** Within the media folder; hidden, so that it is no asset. */
    private static final String DATA = ".dynpack";

    @Option(names = "--data", paramLabel = "FOLDER", defaultValue = "${env:DYNPACK_DATA}",
            description = "Folder of the catalog (locators, policies, filters) and of the key under which content keys are"
                    + " stored. Default: .dynpack in the media folder. [DYNPACK_DATA]")
    @Nullable
    Path data;
    @Option(names = "--azure-container", paramLabel = "NAME", defaultValue = "${env:DYNPACK_CONTAINER}",
            description = "In place of a folder: blob container whose folders are the assets, in the account that "
                    + CONNECTION + " or " + ACCOUNT + " names. [DYNPACK_CONTAINER]")
    @Nullable
    String container;
    @Option(names = "--azure-containers", paramLabel = "PATTERN", defaultValue = "${env:DYNPACK_CONTAINERS}",
            description = "The same for containers that hold an asset each, such as 'asset-*'. [DYNPACK_CONTAINERS]")
    @Nullable
    String containers;
    @Option(names = "--azure-catalog-container", paramLabel = "NAME",
            defaultValue = "${env:DYNPACK_CATALOG_CONTAINER:-dynpack-catalog}",
            description = "Blob container of the catalog. Default: dynpack-catalog. [DYNPACK_CATALOG_CONTAINER]")
    String catalog = "dynpack-catalog";

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    boolean inBlobs() {
        return container != null || containers != null;
    }

    /** What a person calls the place of the media. */
    String name(@Nullable Path folder) {
        return folder != null ? folder.toString() : "the containers " + (container != null ? container : containers);
    }

    /**
     * Tells the application, and makes what it needs to write.
     *
     * @throws ProblemException where a place cannot be used
     */
    void applyForServing(@Nullable Path folder, Main main) {
        requireOne(folder);
        if (folder == null) {
            useBlobs(main);
            if (data != null) {
                main.addInitialProperty("camel.component.dynpack.keyEncryptionKeyFile", prepare(data).toString());
                TemporaryFiles.requirePlace(data);
            }
            return;
        }
        Path media = mediaFolder(folder);
        Path catalogFolder = catalogFolder(media);
        StreamingApplication.useFolders(main, media, catalogFolder, prepare(catalogFolder));
        TemporaryFiles.requirePlace(catalogFolder);
    }

    /** Tells the application, and writes nothing. */
    void applyForReading(@Nullable Path folder, Main main) {
        requireOne(folder);
        Path key = null;
        if (folder == null) {
            useBlobs(main);
            key = data;
        } else {
            Path media = mediaFolder(folder);
            Path catalogFolder = catalogFolder(media);
            if (!Files.isDirectory(catalogFolder)) {
                throw new ProblemException(
                        "there is no folder " + catalogFolder + ", so nothing was published from it; name the"
                                + " folder that the server uses with --data or DYNPACK_DATA");
            }
            main.addInitialProperty("camel.component.dynpack.directory", media.toString());
            main.addInitialProperty("camel.component.dynpack.catalogDirectory", catalogFolder.toString());
            key = catalogFolder;
        }
        if (key != null && Files.exists(key.resolve(StreamingApplication.KEY_FILE))) {
            main.addInitialProperty("camel.component.dynpack.keyEncryptionKeyFile",
                    key.resolve(StreamingApplication.KEY_FILE).toString());
        }
    }

    private void requireOne(@Nullable Path folder) {
        int places = (folder == null ? 0 : 1) + (container == null ? 0 : 1) + (containers == null ? 0 : 1);
        if (places != 1 && command != null) {
            throw new ParameterException(command.commandLine(), places == 0
                    ? "Name a folder whose sub-folders are the assets, or --azure-container"
                    : "Name one place of the media: a folder, --azure-container or --azure-containers (DYNPACK_MEDIA,"
                            + " DYNPACK_CONTAINER and DYNPACK_CONTAINERS count)");
        }
    }

    /** @throws ProblemException where there is no such folder */
    static Path mediaFolder(Path folder) {
        Path media = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(media)) {
            throw new ProblemException(folder + (Files.exists(media)
                    ? " is no folder; name the folder whose sub-folders hold the MP4 files"
                    : " does not exist; name the folder whose sub-folders hold the MP4 files"));
        }
        return media;
    }

    private Path catalogFolder(Path media) {
        return data == null ? media.resolve(DATA) : data.toAbsolutePath().normalize();
    }

    private static Path prepare(Path folder) {
        try {
            return StreamingApplication.prepareData(folder, System.getenv());
        } catch (IOException e) {
            String reason = e instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : e.getClass().getSimpleName();
            throw new ProblemException("nothing can be written in " + folder + " (" + reason
                    + "), where the catalog is to lie; choose another folder with --data or DYNPACK_DATA", e);
        }
    }

    private void useBlobs(Main main) {
        Map<String, String> environment = System.getenv();
        if (environment.containsKey(CONNECTION)) {
            main.addInitialProperty("camel.component.dynpack.connectionString", environment.get(CONNECTION));
        } else if (environment.containsKey(ACCOUNT)) {
            main.addInitialProperty("camel.component.dynpack.accountName", environment.get(ACCOUNT));
        } else {
            throw new ProblemException("set " + CONNECTION + ", or " + ACCOUNT + " where the machine has an identity, to say"
                    + " which storage account holds the containers");
        }
        if (container != null) {
            main.addInitialProperty("camel.component.dynpack.azureContainer", container);
        } else if (containers != null) {
            main.addInitialProperty("camel.component.dynpack.azureContainers", containers);
        }
        main.addInitialProperty("camel.component.dynpack.azureCatalogContainer", catalog);
    }
}
