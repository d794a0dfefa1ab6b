using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace VirtualWindow.Seals;

public static class SealRegistration
{
    /// <summary>Register, keys, authority, press and second factors; needs the window's storage beside it.</summary>
    public static IServiceCollection AddSeals(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SealOptions>().Bind(configuration.GetSection(SealOptions.Section));
        services.AddSingleton<KeptKeys>();
        services.AddSingleton<ISealKeys>(provider => provider.GetRequiredService<KeptKeys>());
        services.AddSingleton<HallAuthority>();
        services.AddSingleton<SampleSeals>();
        services.AddSingleton<Sm2Seals>();
        services.AddSingleton<SealPress>();
        services.AddSingleton<EventSigning>();
        services.AddSingleton<SecondFactors>();
        services.AddHostedService<PrepareSeals>();
        return services;
    }
}
