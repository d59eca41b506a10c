package io.dynpack.camel;

import java.time.Duration;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

import io.dynpack.storage.Storage;

/** Every option of the component and of its endpoints. */
@UriParams
public class DynpackConfiguration implements Cloneable {
    @UriParam(label = "common", description = "Folder whose sub-folders are the assets.")
    @Metadata(important = true)
    private String directory;
    @UriParam(label = "common", description = "Folder of the catalog: assets, locators and policies as JSON documents.")
    @Metadata(important = true)
    private String catalogDirectory;
    @UriParam(label = "azure", description = "Container whose folders are the assets.")
    private String azureContainer;
    @UriParam(label = "common,advanced", description = "Storage of the media in place of a folder, a bean of type"
            + " io.dynpack.storage.Storage. The component never closes it.")
    private Storage mediaStorage;
    @UriParam(label = "common,advanced", description = "Storage of the catalog in place of a folder, a bean of type"
            + " io.dynpack.storage.Storage. The component never closes it.")
    private Storage catalogStorage;
    @UriParam(label = "common,advanced", defaultValue = "false", description = "Whether written files are forced to the disk before a write counts as done.")
    private boolean fsync;
    @UriParam(label = "common", defaultValue = "6s", javaType = "java.time.Duration", description = "Shortest duration of a fragment: video is cut at the first common key frame that is not earlier."
            + " Changing it changes every fragment URL.")
    private Duration fragmentDuration = Duration.ofSeconds(6);
    @UriParam(label = "common,advanced", defaultValue = "5s", javaType = "java.time.Duration", description = "How long server manifests, media versions, locators and policies are used without looking again.")
    private Duration freshness = Duration.ofSeconds(5);
    @UriParam(label = "producer", enums = "never,own,always", defaultValue = "own", description = "Which server and client manifests ingest may replace: none, those it wrote itself, or any.")
    private String overwrite = "own";
    @UriParam(label = "producer", defaultValue = "Predefined_ClearStreamingOnly", description = "Streaming policy of published locators.")
    private String streamingPolicy = "Predefined_ClearStreamingOnly";
    @UriParam(label = "producer", description = "Format word of AMS for manifest and fragment, such as m3u8-cmaf.")
    private String format;
    @UriParam(label = "producer", defaultValue = "*", description = "Value of Access-Control-Allow-Origin; empty for no access from other origins.")
    private String corsAllowedOrigins = "*";
    @UriParam(label = "producer", defaultValue = "60s", javaType = "java.time.Duration", description = "How long caches may keep manifests. AMS let them keep for 3 days.")
    private Duration manifestMaxAge = Duration.ofSeconds(60);
    @UriParam(label = "producer", defaultValue = "3d", javaType = "java.time.Duration", description = "How long caches may keep fragments and downloads.")
    private Duration fragmentMaxAge = Duration.ofDays(3);
    @UriParam(label = "producer", defaultValue = "false", description = "Whether HLS master playlists list an audio-only variant where the URL does not say, as AMS did"
            + " until 2022.")
    private boolean audioOnlyVariant;
    @UriParam(label = "producer", description = "What the paths of requests begin with in front of the locator, where origin is"
            + " not served at the root: /vod for platform-http:/vod/.")
    private String basePath;
    @UriParam(label = "producer", defaultValue = "10000", description = "Requests that origin answers at a time; further ones get 503 with Retry-After.")
    private int maxInFlight = 10_000;
    @UriParam(label = "producer", defaultValue = "1000", description = "Locators on one page of listLocators.")
    private int pageSize = 1000;
    @UriParam(label = "producer,advanced", enums = "auto,message", defaultValue = "auto", description = "How origin answers: straight to the server's response where it can, or always as a message body.")
    private String responseMode = "auto";
    @UriParam(label = "consumer", enums = "marker,manifest,stable", defaultValue = "stable", description = "When watch takes a folder for complete: when it holds the marker file, when it holds a server"
            + " manifest (.ism), or when nothing in it changed for readLockMinAge.")
    private String readLock = "stable";
    @UriParam(label = "consumer", defaultValue = "5s", javaType = "java.time.Duration", description = "How long nothing in a folder may have changed before watch takes it for complete.")
    private Duration readLockMinAge = Duration.ofSeconds(5);
    @UriParam(label = "consumer", defaultValue = "_ready", description = "Name of the marker file for readLock=marker.")
    private String markerName = "_ready";
    @UriParam(label = "cache", defaultValue = "268435456", description = "Bytes of media indexes that are kept in memory.")
    private long indexCacheSize = 256L << 20;
    @UriParam(label = "cache", defaultValue = "67108864", description = "Bytes of manifests that are kept in memory, outside of the heap.")
    private long manifestCacheSize = 64L << 20;
    @UriParam(label = "cache", defaultValue = "10000", description = "Assets whose presentation is kept in memory.")
    private int maxAssets = 10_000;
    @UriParam(label = "cache", defaultValue = "100000", description = "Locators, assets and policies that are kept in memory.")
    private int catalogCacheSize = 100_000;
    @UriParam(label = "cache,advanced", defaultValue = "2000", description = "Media files that are open at a time.")
    private int maxOpenFiles = 2000;
    @UriParam(label = "cache,advanced", defaultValue = "32", description = "Reads of media that run at a time; cached answers never wait for them.")
    private int maxConcurrentReads = 32;
    @UriParam(label = "cache,advanced", defaultValue = "10000", description = "Reads that may wait for their turn; further ones are answered 503 with Retry-After.")
    private int maxWaitingReads = 10_000;

    public DynpackConfiguration copy() {
        try {
            return (DynpackConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getDirectory() {
        return directory;
    }

    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public String getCatalogDirectory() {
        return catalogDirectory;
    }

    public void setCatalogDirectory(String catalogDirectory) {
        this.catalogDirectory = catalogDirectory;
    }

    public Storage getMediaStorage() {
        return mediaStorage;
    }

    public void setMediaStorage(Storage mediaStorage) {
        this.mediaStorage = mediaStorage;
    }

    public Storage getCatalogStorage() {
        return catalogStorage;
    }

    public void setCatalogStorage(Storage catalogStorage) {
        this.catalogStorage = catalogStorage;
    }

    public boolean isFsync() {
        return fsync;
    }

    public void setFsync(boolean fsync) {
        this.fsync = fsync;
    }

    public Duration getFragmentDuration() {
        return fragmentDuration;
    }

    public void setFragmentDuration(Duration fragmentDuration) {
        this.fragmentDuration = fragmentDuration;
    }

    public Duration getFreshness() {
        return freshness;
    }

    public void setFreshness(Duration freshness) {
        this.freshness = freshness;
    }

    public String getOverwrite() {
        return overwrite;
    }

    public void setOverwrite(String overwrite) {
        this.overwrite = overwrite;
    }

    public String getStreamingPolicy() {
        return streamingPolicy;
    }

    public void setStreamingPolicy(String streamingPolicy) {
        this.streamingPolicy = streamingPolicy;
    }

    public String getFormat() {
        return format;
    }

    public void setFormat(String format) {
        this.format = format;
    }

    public String getCorsAllowedOrigins() {
        return corsAllowedOrigins;
    }

    public void setCorsAllowedOrigins(String corsAllowedOrigins) {
        this.corsAllowedOrigins = corsAllowedOrigins;
    }

    public Duration getManifestMaxAge() {
        return manifestMaxAge;
    }

    public void setManifestMaxAge(Duration manifestMaxAge) {
        this.manifestMaxAge = manifestMaxAge;
    }

    public Duration getFragmentMaxAge() {
        return fragmentMaxAge;
    }

    public void setFragmentMaxAge(Duration fragmentMaxAge) {
        this.fragmentMaxAge = fragmentMaxAge;
    }

    public boolean isAudioOnlyVariant() {
        return audioOnlyVariant;
    }

    public void setAudioOnlyVariant(boolean audioOnlyVariant) {
        this.audioOnlyVariant = audioOnlyVariant;
    }

    public String getBasePath() {
        return basePath;
    }

    public void setBasePath(String basePath) {
        this.basePath = basePath;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public String getResponseMode() {
        return responseMode;
    }

    public void setResponseMode(String responseMode) {
        this.responseMode = responseMode;
    }

    public String getAzureContainer() {
        return azureContainer;
    }

    public void setAzureContainer(String azureContainer) {
        this.azureContainer = azureContainer;
    }

    public String getReadLock() {
        return readLock;
    }

    public void setReadLock(String readLock) {
        this.readLock = readLock;
    }

    public Duration getReadLockMinAge() {
        return readLockMinAge;
    }

    public void setReadLockMinAge(Duration readLockMinAge) {
        this.readLockMinAge = readLockMinAge;
    }

    public String getMarkerName() {
        return markerName;
    }

    public void setMarkerName(String markerName) {
        this.markerName = markerName;
    }

    public long getIndexCacheSize() {
        return indexCacheSize;
    }

    public void setIndexCacheSize(long indexCacheSize) {
        this.indexCacheSize = indexCacheSize;
    }

    public long getManifestCacheSize() {
        return manifestCacheSize;
    }

    public void setManifestCacheSize(long manifestCacheSize) {
        this.manifestCacheSize = manifestCacheSize;
    }

    public int getMaxAssets() {
        return maxAssets;
    }

    public void setMaxAssets(int maxAssets) {
        this.maxAssets = maxAssets;
    }

    public int getCatalogCacheSize() {
        return catalogCacheSize;
    }

    public void setCatalogCacheSize(int catalogCacheSize) {
        this.catalogCacheSize = catalogCacheSize;
    }

    public int getMaxOpenFiles() {
        return maxOpenFiles;
    }

    public void setMaxOpenFiles(int maxOpenFiles) {
        this.maxOpenFiles = maxOpenFiles;
    }

    public int getMaxConcurrentReads() {
        return maxConcurrentReads;
    }

    public void setMaxConcurrentReads(int maxConcurrentReads) {
        this.maxConcurrentReads = maxConcurrentReads;
    }

    public int getMaxWaitingReads() {
        return maxWaitingReads;
    }

    public void setMaxWaitingReads(int maxWaitingReads) {
        this.maxWaitingReads = maxWaitingReads;
    }
}
