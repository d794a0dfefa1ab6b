using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Storage.Cases;
using VirtualWindow.Storage.Catalogue;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Forms;
using VirtualWindow.Storage.Orders;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Seals;
using VirtualWindow.Storage.Outside;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Storage;

/// <summary>What both providers register alike.</summary>
public static class WindowStorageRegistration
{
    /// <summary>Documents need a <see cref="DocumentFolder"/> beside it.</summary>
    /// <param name="configure">Chooses the provider.</param>
    public static IServiceCollection AddWindowStorage(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddPooledDbContextFactory<WindowDb>(options => WithInterceptors(options, configure));
        // The identity system and data protection bring their own stores and want a context of their own.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<WindowDb>>().CreateDbContext());
        services.AddDataProtection().SetApplicationName("VirtualWindow").PersistKeysToDbContext<WindowDb>();
        services.AddSingleton<QueryPasswords>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<FormTexts>();
        services.AddSingleton<CaseKeys>();
        services.AddSingleton<CasePapers>();
        services.AddSingleton<OrderReceivers>();
        services.AddSingleton<SessionKeys>();
        services.AddSingleton<DocumentFiles>();
        services.AddSingleton<SessionDocuments>();
        services.AddSingleton<DocumentUploads>();
        services.AddSingleton<SessionSecrets>();
        services.AddSingleton(ItemForms.Load());
        services.TryAddSingleton(new RatingRules());
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<OutboxLeases>();
        services.AddHostedService<PrepareStorage>();
        return services;
    }

    /// <summary>The options of a context that this module makes itself.</summary>
    public static DbContextOptions<WindowDb> BuildOptions(Action<DbContextOptionsBuilder> configure)
    {
        var options = new DbContextOptionsBuilder<WindowDb>();
        WithInterceptors(options, configure);
        return options.Options;
    }

    private static void WithInterceptors(DbContextOptionsBuilder options, Action<DbContextOptionsBuilder> configure)
    {
        configure(options);
        options.AddInterceptors(Version);
    }

    private static readonly VersionInterceptor Version = new();
}
