using Prometheus;
using VirtualWindow.Host;
using VirtualWindow.Host.Archive;
using VirtualWindow.Host.Catalogue;
using VirtualWindow.Host.Departments;
using VirtualWindow.Host.Desks;
using VirtualWindow.Host.Keys;
using VirtualWindow.Host.Lan;
using VirtualWindow.Host.Orders;
using VirtualWindow.Host.Outside;
using VirtualWindow.Host.Papers;
using VirtualWindow.Host.Pipeline;
using VirtualWindow.Host.Reviews;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Seals;
using VirtualWindow.Host.Start;
using VirtualWindow.Host.Verify;
using VirtualWindow.Host.Web;
using VirtualWindow.MediaNode;
using VirtualWindow.MediaNode.Drain;
using VirtualWindow.MediaNode.Whip;
using VirtualWindow.Seals;
using VirtualWindow.Signaling;

try
{
    if (args is [AddStaffCommand.Name, .. var rest]) return await AddStaffCommand.RunAsync(rest, Console.In, Console.Out);
    if (args is [OneTimeCodeCommand.Name, .. var secret]) return await OneTimeCodeCommand.RunAsync(secret, Console.Out);
    if (args is [VerifyPdfCommand.Name, .. var file]) return await VerifyPdfCommand.RunAsync(file, Console.Out);
    if (args is [VerifyCaseCommand.Name, .. var dossier]) return await VerifyCaseCommand.RunAsync(dossier, Console.Out);
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = CommandLine.Expand(args), ContentRootPath = AppContext.BaseDirectory });
    var roles = RoleNames.Parse(builder.Configuration["Roles"]);
    var root = DataRoot.Open(builder.Configuration);
    builder.AddHostLogging(root);
    builder.AddKestrelDefaults();
    var lan = LanServing.Prepare(builder, root);
    builder.AddWeb();
    builder.AddStorage(root);
    builder.AddRatingRules();
    builder.AddKeyRing();
    builder.AddStaff();
    builder.Services.AddSeals(builder.Configuration);
    builder.Services.AddSingleton<SealRegister>();
    builder.Services.AddSingleton<DemoFactors>();
    builder.Services.AddHostedService(provider => provider.GetRequiredService<DemoFactors>());
    builder.AddVerify();
    if (roles.HasFlag(Roles.FollowUp)) builder.AddJobs(root);
    if (roles.HasFlag(Roles.Media))
    {
        builder.Services.AddMediaNode(builder.Configuration, root.File("recordings"));
        builder.Services.AddSingleton<IHostLifetime, DrainingLifetime>();
    }
    builder.Services.AddDepartments();
    builder.AddOutside();
    if (roles.HasFlag(Roles.Signaling)) builder.Services.AddSignaling(builder.Configuration);

    var app = builder.Build();
    app.UseAccessLog();
    app.UseSecurityHeaders();
    app.UseRefusalAnswers();
    app.UseOriginCheck();
    app.UseResponseCompression();
    app.UseClientAssets();
    app.UseRouting();
    app.UseHttpMetrics();
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseRateLimiter();
    app.MapOpenApi("/openapi/v1.json");
    app.MapMetrics("/metrics");
    app.Services.GetRequiredService<HallMetrics>().Register();
    app.MapHealth();
    if (roles.HasFlag(Roles.Media))
    {
        app.MapWhip();
        app.MapMediaDrain().RequireAuthorization(StaffSetup.AdminPolicy);
    }
    if (roles.HasFlag(Roles.FollowUp))
    {
        app.MapJobBoard();
        app.MapPipeline();
        app.MapArchive();
        app.MapOutsideAdmin();
    }
    if (roles.HasFlag(Roles.Signaling))
    {
        app.MapStaff();
        app.MapStaffAdmin();
        app.MapCatalogue();
        app.MapCannedAnswers();
        app.MapDepartments();
        app.MapCasePapers();
        app.MapReviews();
        app.MapOrders();
        app.MapOutside();
        app.MapSeals();
        app.MapFactors();
        app.MapVerify();
        app.MapSignaling();
        app.MapPages();
    }

    app.Lifetime.ApplicationStarted.Register(() => StartBanner.Print(app.Services, root, lan));
    await app.RunAsync();
    return 0;
}
catch (OperationCanceledException)
{
    // Asked to stop while still starting.
    return 0;
}
catch (Exception failure) when (failure is not HostAbortedException)
{
    return StartFailure.Explain(failure, Console.Error);
}

/// <summary>The composition root; public so that tests can start the real host.</summary>
public partial class Program;
