package io.dynpack.camel;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

import io.dynpack.storage.Storage;

/** Every option of the component and of its endpoints. */
@UriParams
public class DynpackConfiguration implements Cloneable {
    /** What all endpoints have in common: where media and catalog lie, how assets are cut, and what is kept in memory. */
    private static final Set<String> SHARED = shared("directory", "catalogDirectory", "mediaStorage", "catalogStorage",
            "azureContainer", "azureContainers", "azureCatalogContainer", "azureEndpoint", "accountName", "credentialType",
            "accessKey", "sasToken", "connectionString", "azureTenantId", "azureClientId", "azureClientSecret",
            "blobServiceClient", "azureTimeout", "fsync", "fragmentDuration", "refusedCodecs", "hlsCmafText",
            "dashText", "freshness", "indexCacheSize",
            "manifestCacheSize", "maxAssets", "catalogCacheSize", "maxOpenFiles", "readMemory", "readAhead",
            "maxConcurrentReads",
            "maxWaitingReads", "keyEncryptionKey", "keyEncryptionKeyFile", "previousKeyEncryptionKeys", "contentKeySeed",
            "contentKeyPolicy", "warmUp");

    @UriParam(label = "common", description = "Folder whose sub-folders are the assets.")
    @Metadata(important = true)
    private @Nullable String directory;
    @UriParam(label = "common", description = "Folder of the catalog: assets, locators, policies and filters as JSON.")
    @Metadata(important = true)
    private @Nullable String catalogDirectory;
    @UriParam(label = "common,advanced", description = "Storage of the media in place of a folder, a bean of type"
            + " io.dynpack.storage.Storage. The component never closes it.")
    private @Nullable Storage mediaStorage;
    @UriParam(label = "common,advanced", description = "Storage of the catalog in place of a folder, a bean of type"
            + " io.dynpack.storage.Storage. The component never closes it.")
    private @Nullable Storage catalogStorage;
    @UriParam(label = "azure", description = "Blob container whose folders are the assets, in place of a directory.")
    private @Nullable String azureContainer;
    @UriParam(label = "azure", description = "Pattern of the names of blob containers that hold an asset each, in place of a"
            + " directory: a star stands for any characters; several are separated by commas.")
    private @Nullable String azureContainers;
    @UriParam(label = "azure", description = "Blob container of the catalog, in place of a catalogDirectory; made by the first"
            + " document that is written.")
    private @Nullable String azureCatalogContainer;
    @UriParam(label = "azure", description = "Address of the blob service where it is not that of the public cloud: sovereign"
            + " clouds, private endpoints, the emulator (http://127.0.0.1:10000/devstoreaccount1).")
    private @Nullable String azureEndpoint;
    @UriParam(label = "azure", description = "Name of the storage account.")
    private @Nullable String accountName;
    @UriParam(label = "azure", enums = "AZURE_IDENTITY,SHARED_ACCOUNT_KEY,AZURE_SAS,CONNECTION_STRING", description = "How to"
            + " get into the storage account. Without it: connectionString, accessKey or sasToken, whichever is set; else the"
            + " blobServiceClient of the registry; else AZURE_IDENTITY, which is managed identity, workload identity, the"
            + " environment and what else DefaultAzureCredential knows.")
    private @Nullable String credentialType;
    @UriParam(label = "azure,security", secret = true, description = "Shared key of the storage account.")
    private @Nullable String accessKey;
    @UriParam(label = "azure,security", secret = true, description = "Shared access signature. Read and list are enough to"
            + " serve; ingest and the catalog write.")
    private @Nullable String sasToken;
    @UriParam(label = "azure,security", secret = true, description = "Connection string of the storage account.")
    private @Nullable String connectionString;
    @UriParam(label = "azure,security", description = "Tenant for AZURE_IDENTITY.")
    private @Nullable String azureTenantId;
    @UriParam(label = "azure,security", description = "Client id for AZURE_IDENTITY: of a user-assigned managed identity, or"
            + " of an application together with azureTenantId and azureClientSecret.")
    private @Nullable String azureClientId;
    @UriParam(label = "azure,security", secret = true, description = "Secret of an application for AZURE_IDENTITY.")
    private @Nullable String azureClientSecret;
    @UriParam(label = "azure,advanced", description = "A com.azure.storage.blob.BlobServiceClient whose address, credentials"
            + " and connections are used, as azure-storage-blob shares it. Found by itself where the registry has exactly one"
            + " and no other credentials are set.")
    private @Nullable Object blobServiceClient;
    @UriParam(label = "azure,advanced", defaultValue = "20s", javaType = "java.time.Duration", description = "How long a call"
            + " to the blob service may take with all its attempts. What fails until then is answered 503 with Retry-After.")
    private Duration azureTimeout = Duration.ofSeconds(20);
    @UriParam(label = "common,advanced", defaultValue = "false", description = "Whether written files are forced to the disk"
            + " before a write counts as done.")
    private boolean fsync;
    @UriParam(label = "common", defaultValue = "6s", javaType = "java.time.Duration", description = "Shortest duration of a"
            + " fragment: video is cut at the first common key frame that is not earlier. Changing it changes every fragment"
            + " URL.")
    private Duration fragmentDuration = Duration.ofSeconds(6);
    @UriParam(label = "common,advanced", description = "Codecs that are not served, as sample entries name them, separated by"
            + " commas: ac-3 for what AMS refused.")
    private @Nullable String refusedCodecs;
    @UriParam(label = "common,advanced", enums = "stpp,webvtt,wvtt", defaultValue = "stpp",
            description = "What captions and subtitles are"
                    + " written as in HLS with CMAF: documents of IMSC 1.1 in MP4 (stpp), files of WebVTT, or WebVTT in MP4 (wvtt).")
    private String hlsCmafText = "stpp";
    @UriParam(label = "common,advanced", enums = "stpp,wvtt", defaultValue = "stpp",
            description = "What captions and subtitles are written as"
                    + " in DASH: documents of IMSC 1.1 in MP4 (stpp), or WebVTT in MP4 (wvtt).")
    private String dashText = "stpp";
    @UriParam(label = "common,advanced", defaultValue = "5s", javaType = "java.time.Duration", description = "How long server"
            + " manifests, locators, policies and filters are used without looking again; the same for versions of media in a"
            + " folder, for those in blobs at least a minute, since each read of them is of one version only.")
    private Duration freshness = Duration.ofSeconds(5);
    @UriParam(label = "common", defaultValue = "0s",
            description = "How long a node answers for a sample of its own, over and over,"
                    + " before its readiness check is up, so that its first clients do not wait for its code to be compiled; 0 for not at"
                    + " all.")
    private Duration warmUp = Duration.ZERO;
    @UriParam(label = "common,security", secret = true, description = "Key-encryption key, under which the values of content"
            + " keys are stored: 32 bytes in Base64, the same on all nodes. Without one, or keyEncryptionKeyFile, nothing is"
            + " published that needs content keys.")
    private @Nullable String keyEncryptionKey;
    @UriParam(label = "common,security", description = "File that holds the key-encryption key in Base64, in place of"
            + " keyEncryptionKey. It lies outside of the catalog, which is of no use to a thief without it.")
    private @Nullable String keyEncryptionKeyFile;
    @UriParam(label = "common,security", secret = true, description = "Key-encryption keys of before, separated by commas, for"
            + " documents that still lie under them. Nothing new is stored under these.")
    private @Nullable String previousKeyEncryptionKeys;
    @UriParam(label = "common,security", secret = true, description = "Key seed: values of content keys that are made are"
            + " those of the PlayReady key seed algorithm, 30 bytes in Base64, rather than random ones.")
    private @Nullable String contentKeySeed;
    @UriParam(label = "common,security",
            description = "Content key policy of keys for which neither the locator nor its streaming"
                    + " policy names one. Without it nobody gets these.")
    private @Nullable String contentKeyPolicy;
    @UriParam(label = "producer", enums = "never,own,always", defaultValue = "own", description = "Which server and client"
            + " manifests ingest may replace: none, those it wrote itself, or any.")
    private String overwrite = "own";
    @UriParam(label = "producer", description = "Whether ingest looks at all samples of video for where coded pictures lie, and"
            + " stores it beside the media (name.mp4.dynl): the first answers under cenc and cbcs then need no look of their own."
            + " It takes reading the media once.")
    private boolean sampleLayouts;
    @UriParam(label = "producer", defaultValue = "false",
            description = "Whether applyDocuments makes tracks of the texts beside the"
                    + " media whose names say their language: film.en.vtt, film.de.sdh.ttml, film.en.forced.srt. They go when their files"
                    + " do. Describe then looks at them too.")
    private boolean sideCarText;
    @UriParam(label = "producer", defaultValue = "false",
            description = "Whether putTrack, updateTrack and deleteTrack also write into"
                    + " the server manifests of the folder, for whatever reads those without this catalog. One that ingest wrote counts as"
                    + " written by others from then on.")
    private boolean rewriteServerManifest;
    @UriParam(label = "producer", defaultValue = "Predefined_ClearStreamingOnly", description = "Streaming policy of published"
            + " locators.")
    private String streamingPolicy = "Predefined_ClearStreamingOnly";
    @UriParam(label = "producer", description = "Format word of AMS for manifest and fragment, such as m3u8-cmaf.")
    private @Nullable String format;
    @UriParam(label = "producer", defaultValue = "*", description = "Value of Access-Control-Allow-Origin; empty for no access"
            + " from other origins.")
    private String corsAllowedOrigins = "*";
    @UriParam(label = "producer", defaultValue = "60s", javaType = "java.time.Duration", description = "How long caches may"
            + " keep manifests. AMS let them keep for 3 days.")
    private Duration manifestMaxAge = Duration.ofSeconds(60);
    @UriParam(label = "producer", defaultValue = "3d", javaType = "java.time.Duration", description = "How long caches may"
            + " keep fragments and downloads.")
    private Duration fragmentMaxAge = Duration.ofDays(3);
    @UriParam(label = "producer", defaultValue = "false", description = "Whether HLS master playlists list an audio-only"
            + " variant where the URL does not say, as AMS did until 2022.")
    private boolean audioOnlyVariant;
    @UriParam(label = "producer", defaultValue = "false", description = "Whether LANGUAGE in HLS master playlists is the"
            + " shortest tag of RFC 5646 (en) rather than as the server manifest states it (eng), as AMS had it.")
    private boolean hlsShortLanguages;
    @UriParam(label = "producer", defaultValue = "/",
            description = "Where manifests say that keys are had, in front of the query that"
                    + " names one: a path of this host, or the address of another that serves dynpack:key.")
    private String keyDeliveryUrl = "/";
    @UriParam(label = "producer", defaultValue = "false",
            description = "Whether manifests of common encryption name licences of"
                    + " W3C Clear Key, which dynpack:key gives, whatever the streaming policy has: for players without DRM.")
    private boolean clearKeyLicences;
    @UriParam(label = "producer", defaultValue = "false",
            description = "Whether DASH URLs under AES-128 over whole segments, which no"
                    + " open player reads, are answered as cenc with W3C Clear Key, under the same key.")
    private boolean dashEnvelopeAsCenc;
    @UriParam(label = "producer", description = "What the paths of requests begin with in front of the locator, where origin is"
            + " not served at the root: /vod for platform-http:/vod/.")
    private @Nullable String basePath;
    @UriParam(label = "producer", defaultValue = "10000", description = "Requests that origin answers at a time; further ones"
            + " get 503 with Retry-After.")
    private int maxInFlight = 10_000;
    @UriParam(label = "producer", defaultValue = "0", description = "Of maxInFlight those of one client address; further ones"
            + " get 503. 0 is a quarter of maxInFlight. Set it to maxInFlight behind one or two proxies.")
    private int maxInFlightPerClient;
    @UriParam(label = "producer", defaultValue = "false", description = "Whether getContentKeyPolicy answers with the secrets"
            + " of the policy. For administrators.")
    private boolean withSecrets;
    @UriParam(label = "producer", defaultValue = "300", description = "Requests of one client address for one content key in a"
            + " minute, for key; further ones get 429. 0 is no limit.")
    private int keyRequestsPerMinute = 300;
    @UriParam(label = "producer", defaultValue = "5s", javaType = "java.time.Duration", description = "How long origin waits"
            + " for the first media bytes of an answer before it answers 503 with Retry-After.")
    private Duration firstByteTimeout = Duration.ofSeconds(5);
    @UriParam(label = "producer", defaultValue = "1000",
            description = "Locators, policies or filters on one page of a listing.")
    private int pageSize = 1000;
    @UriParam(label = "producer,advanced", enums = "auto,message", defaultValue = "auto", description = "How origin answers:"
            + " straight to the server's response where it can, or always as a message body.")
    private String responseMode = "auto";
    @UriParam(label = "consumer", enums = "marker,manifest,stable", defaultValue = "stable", description = "When watch takes a"
            + " folder for complete: when it holds the marker file, when it holds a server manifest (.ism), or when nothing in"
            + " it changed for readLockMinAge.")
    private String readLock = "stable";
    @UriParam(label = "consumer", defaultValue = "5s", javaType = "java.time.Duration", description = "How long nothing in a"
            + " folder may have changed before watch takes it for complete.")
    private Duration readLockMinAge = Duration.ofSeconds(5);
    @UriParam(label = "consumer", defaultValue = "_ready", description = "Name of the marker file for readLock=marker.")
    private String markerName = "_ready";
    @UriParam(label = "cache", defaultValue = "0", description = "Bytes of media indexes that are kept in memory, as a number"
            + " or with KB, MB or GB; 0 is an eighth of the heap.")
    private String indexCacheSize = "0";
    @UriParam(label = "cache", defaultValue = "0", description = "Bytes of manifests that are kept in memory, outside of the"
            + " heap, as a number or with KB, MB or GB; 0 is 64 MiB, or an eighth of the heap where that is less.")
    private String manifestCacheSize = "0";
    @UriParam(label = "cache", defaultValue = "10000", description = "Assets whose presentation is kept in memory; fewer where"
            + " they would take more than an eighth of the heap.")
    private int maxAssets = 10_000;
    @UriParam(label = "cache", defaultValue = "100000", description = "Locators, assets, policies and filters in memory.")
    private int catalogCacheSize = 100_000;
    @UriParam(label = "cache,advanced", defaultValue = "2000", description = "Media files that are open at a time.")
    private int maxOpenFiles = 2000;
    @UriParam(label = "cache,advanced", defaultValue = "0", description = "Bytes of media from a storage that is no folder"
            + " which are on the heap at a time, being read, being sent or kept a short while for others who want the same, as"
            + " a number or with KB, MB or GB; 0 is a quarter of the heap. A slow reader holds 256 KiB of them where room is"
            + " scarce. Reads beyond them wait, and after ten seconds are answered 503.")
    private String readMemory = "0";
    @UriParam(label = "cache,advanced", defaultValue = "true", description = "Whether the fragment after the one that was"
            + " asked for is read ahead, from a storage that is no folder and while there is plenty of readMemory.")
    private boolean readAhead = true;
    @UriParam(label = "cache,advanced", defaultValue = "32", description = "Reads of media that run at a time; cached answers"
            + " never wait for them.")
    private int maxConcurrentReads = 32;
    @UriParam(label = "cache,advanced", defaultValue = "10000", description = "Reads that may wait for their turn; further"
            + " ones are answered 503 with Retry-After.")
    private int maxWaitingReads = 10_000;

    public DynpackConfiguration copy() {
        try {
            return (DynpackConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /** Of options without a default: blank, as a variable of the environment or a placeholder may be, is as if it was not set. */
    private static @Nullable String unlessBlank(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    public @Nullable String getDirectory() {
        return directory;
    }

    public void setDirectory(@Nullable String directory) {
        this.directory = unlessBlank(directory);
    }

    public @Nullable String getCatalogDirectory() {
        return catalogDirectory;
    }

    public void setCatalogDirectory(@Nullable String catalogDirectory) {
        this.catalogDirectory = unlessBlank(catalogDirectory);
    }

    public @Nullable Storage getMediaStorage() {
        return mediaStorage;
    }

    public void setMediaStorage(@Nullable Storage mediaStorage) {
        this.mediaStorage = mediaStorage;
    }

    public @Nullable Storage getCatalogStorage() {
        return catalogStorage;
    }

    public void setCatalogStorage(@Nullable Storage catalogStorage) {
        this.catalogStorage = catalogStorage;
    }

    public @Nullable String getAzureContainer() {
        return azureContainer;
    }

    public void setAzureContainer(@Nullable String azureContainer) {
        this.azureContainer = unlessBlank(azureContainer);
    }

    public @Nullable String getAzureContainers() {
        return azureContainers;
    }

    public void setAzureContainers(@Nullable String azureContainers) {
        this.azureContainers = unlessBlank(azureContainers);
    }

    public @Nullable String getAzureCatalogContainer() {
        return azureCatalogContainer;
    }

    public void setAzureCatalogContainer(@Nullable String azureCatalogContainer) {
        this.azureCatalogContainer = unlessBlank(azureCatalogContainer);
    }

    public @Nullable String getAzureEndpoint() {
        return azureEndpoint;
    }

    public void setAzureEndpoint(@Nullable String azureEndpoint) {
        this.azureEndpoint = unlessBlank(azureEndpoint);
    }

    public @Nullable String getAccountName() {
        return accountName;
    }

    public void setAccountName(@Nullable String accountName) {
        this.accountName = unlessBlank(accountName);
    }

    public @Nullable String getCredentialType() {
        return credentialType;
    }

    public void setCredentialType(@Nullable String credentialType) {
        this.credentialType = unlessBlank(credentialType);
    }

    public @Nullable String getAccessKey() {
        return accessKey;
    }

    public void setAccessKey(@Nullable String accessKey) {
        this.accessKey = unlessBlank(accessKey);
    }

    public @Nullable String getSasToken() {
        return sasToken;
    }

    public void setSasToken(@Nullable String sasToken) {
        this.sasToken = unlessBlank(sasToken);
    }

    public @Nullable String getConnectionString() {
        return connectionString;
    }

    public void setConnectionString(@Nullable String connectionString) {
        this.connectionString = unlessBlank(connectionString);
    }

    public @Nullable String getAzureTenantId() {
        return azureTenantId;
    }

    public void setAzureTenantId(@Nullable String azureTenantId) {
        this.azureTenantId = unlessBlank(azureTenantId);
    }

    public @Nullable String getAzureClientId() {
        return azureClientId;
    }

    public void setAzureClientId(@Nullable String azureClientId) {
        this.azureClientId = unlessBlank(azureClientId);
    }

    public @Nullable String getAzureClientSecret() {
        return azureClientSecret;
    }

    public void setAzureClientSecret(@Nullable String azureClientSecret) {
        this.azureClientSecret = unlessBlank(azureClientSecret);
    }

    public @Nullable Object getBlobServiceClient() {
        return blobServiceClient;
    }

    public void setBlobServiceClient(@Nullable Object blobServiceClient) {
        this.blobServiceClient = blobServiceClient;
    }

    public boolean isWithSecrets() {
        return withSecrets;
    }

    public void setWithSecrets(boolean withSecrets) {
        this.withSecrets = withSecrets;
    }

    public int getKeyRequestsPerMinute() {
        return keyRequestsPerMinute;
    }

    public void setKeyRequestsPerMinute(int keyRequestsPerMinute) {
        this.keyRequestsPerMinute = keyRequestsPerMinute;
    }

    public @Nullable String getKeyEncryptionKey() {
        return keyEncryptionKey;
    }

    public void setKeyEncryptionKey(@Nullable String keyEncryptionKey) {
        this.keyEncryptionKey = unlessBlank(keyEncryptionKey);
    }

    public @Nullable String getKeyEncryptionKeyFile() {
        return keyEncryptionKeyFile;
    }

    public void setKeyEncryptionKeyFile(@Nullable String keyEncryptionKeyFile) {
        this.keyEncryptionKeyFile = unlessBlank(keyEncryptionKeyFile);
    }

    public @Nullable String getPreviousKeyEncryptionKeys() {
        return previousKeyEncryptionKeys;
    }

    public void setPreviousKeyEncryptionKeys(@Nullable String previousKeyEncryptionKeys) {
        this.previousKeyEncryptionKeys = unlessBlank(previousKeyEncryptionKeys);
    }

    public @Nullable String getContentKeyPolicy() {
        return contentKeyPolicy;
    }

    public void setContentKeyPolicy(@Nullable String contentKeyPolicy) {
        this.contentKeyPolicy = unlessBlank(contentKeyPolicy);
    }

    public @Nullable String getContentKeySeed() {
        return contentKeySeed;
    }

    public void setContentKeySeed(@Nullable String contentKeySeed) {
        this.contentKeySeed = unlessBlank(contentKeySeed);
    }

    public Duration getAzureTimeout() {
        return azureTimeout;
    }

    public void setAzureTimeout(Duration azureTimeout) {
        this.azureTimeout = azureTimeout;
    }

    public String getReadMemory() {
        return readMemory;
    }

    public void setReadMemory(String readMemory) {
        this.readMemory = readMemory;
    }

    public boolean isReadAhead() {
        return readAhead;
    }

    public void setReadAhead(boolean readAhead) {
        this.readAhead = readAhead;
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

    public Duration getWarmUp() {
        return warmUp;
    }

    public void setWarmUp(Duration warmUp) {
        this.warmUp = warmUp;
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

    public boolean isRewriteServerManifest() {
        return rewriteServerManifest;
    }

    public void setRewriteServerManifest(boolean rewriteServerManifest) {
        this.rewriteServerManifest = rewriteServerManifest;
    }

    public boolean isSideCarText() {
        return sideCarText;
    }

    public void setSideCarText(boolean sideCarText) {
        this.sideCarText = sideCarText;
    }

    public boolean isSampleLayouts() {
        return sampleLayouts;
    }

    public void setSampleLayouts(boolean sampleLayouts) {
        this.sampleLayouts = sampleLayouts;
    }

    public String getStreamingPolicy() {
        return streamingPolicy;
    }

    public void setStreamingPolicy(String streamingPolicy) {
        this.streamingPolicy = streamingPolicy;
    }

    public @Nullable String getFormat() {
        return format;
    }

    public void setFormat(@Nullable String format) {
        this.format = unlessBlank(format);
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

    public @Nullable String getRefusedCodecs() {
        return refusedCodecs;
    }

    public void setRefusedCodecs(@Nullable String refusedCodecs) {
        this.refusedCodecs = refusedCodecs;
    }

    public boolean isAudioOnlyVariant() {
        return audioOnlyVariant;
    }

    public void setAudioOnlyVariant(boolean audioOnlyVariant) {
        this.audioOnlyVariant = audioOnlyVariant;
    }

    public String getHlsCmafText() {
        return hlsCmafText;
    }

    public void setHlsCmafText(String hlsCmafText) {
        this.hlsCmafText = hlsCmafText;
    }

    public String getDashText() {
        return dashText;
    }

    public void setDashText(String dashText) {
        this.dashText = dashText;
    }

    public boolean isHlsShortLanguages() {
        return hlsShortLanguages;
    }

    public void setHlsShortLanguages(boolean hlsShortLanguages) {
        this.hlsShortLanguages = hlsShortLanguages;
    }

    public String getKeyDeliveryUrl() {
        return keyDeliveryUrl;
    }

    public void setKeyDeliveryUrl(String keyDeliveryUrl) {
        this.keyDeliveryUrl = keyDeliveryUrl;
    }

    public boolean isClearKeyLicences() {
        return clearKeyLicences;
    }

    public void setClearKeyLicences(boolean clearKeyLicences) {
        this.clearKeyLicences = clearKeyLicences;
    }

    public boolean isDashEnvelopeAsCenc() {
        return dashEnvelopeAsCenc;
    }

    public void setDashEnvelopeAsCenc(boolean dashEnvelopeAsCenc) {
        this.dashEnvelopeAsCenc = dashEnvelopeAsCenc;
    }

    public @Nullable String getBasePath() {
        return basePath;
    }

    public void setBasePath(@Nullable String basePath) {
        this.basePath = basePath;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public int getMaxInFlightPerClient() {
        return maxInFlightPerClient;
    }

    public void setMaxInFlightPerClient(int maxInFlightPerClient) {
        this.maxInFlightPerClient = maxInFlightPerClient;
    }

    public Duration getFirstByteTimeout() {
        return firstByteTimeout;
    }

    public void setFirstByteTimeout(Duration firstByteTimeout) {
        this.firstByteTimeout = firstByteTimeout;
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

    public String getIndexCacheSize() {
        return indexCacheSize;
    }

    public void setIndexCacheSize(String indexCacheSize) {
        this.indexCacheSize = indexCacheSize;
    }

    public String getManifestCacheSize() {
        return manifestCacheSize;
    }

    public void setManifestCacheSize(String manifestCacheSize) {
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

    /** Whether an option is one of the component alone; names compare without regard to case. */
    static boolean isShared(String name) {
        return SHARED.contains(name);
    }

    private static Set<String> shared(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Collections.addAll(set, names);
        return set;
    }
}
