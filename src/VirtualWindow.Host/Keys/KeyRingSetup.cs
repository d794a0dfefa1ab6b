using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using VirtualWindow.Host.Start;

namespace VirtualWindow.Host.Keys;

/// <summary>The key ring lies in the hall's database (so every process of a cluster has it) and is sealed by a key outside of it.</summary>
internal static class KeyRingSetup
{
    public static void AddKeyRing(this WebApplicationBuilder builder)
    {
        var keys = KeyRingKeys.From(builder.Configuration);
        builder.Services.AddSingleton(keys);
        builder.Services.Configure<KeyManagementOptions>(ring =>
            ring.XmlEncryptor = keys.Newest is { } newest ? new KeyRingSeal(newest.Id, newest.Key) : new NullXmlEncryptor());
        builder.Services.AddHostedService<KeyRingCheck>();
    }
}

/// <summary>
/// Before the first request: every key of the ring opens. With a missing or wrong outer key the framework would quietly make a new ring,
/// and all query passwords would be lost to their owners.
/// </summary>
internal sealed partial class KeyRingCheck(IKeyManager ring, KeyRingKeys keys, IHostEnvironment environment, ILogger<KeyRingCheck> log) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var key in ring.GetAllKeys()) Open(key);
        if (keys.Newest is null && !environment.IsDevelopment()) Unsealed(log);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Open(IKey key)
    {
        try
        {
            key.CreateEncryptor();
        }
        catch (Exception failure) when (failure.GetBaseException() is CryptographicException sealed_)
        {
            throw new StartRefusedException(
                "数据库中的密钥环无法打开。请用 DataProtection:Key 或 DataProtection:FormerKeys 提供封存它的密钥。",
                $"the key ring in the database cannot be opened ({sealed_.Message}) Give the key that sealed it as DataProtection:Key or one of DataProtection:FormerKeys.", failure);
        }
    }

    [LoggerMessage(2021, LogLevel.Information, "The key ring lies unsealed in the database; set DataProtection:KeyFile to seal it with a key outside")]
    private static partial void Unsealed(ILogger log);
}
