using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace VirtualWindow.Host.Web;

/// <summary>
/// The built web client: a page per face, always asked for anew, and its hashed assets, never asked for twice. The files lie in
/// wwwroot beside the program (WebClient.targets puts them there).
/// </summary>
internal static class Pages
{
    private static readonly (string Path, string File)[] Faces =
    [
        ("/", "index.html"), ("/applicant", "applicant.html"), ("/desk", "desk.html"), ("/wall", "wall.html"), ("/admin", "admin.html"),
        ("/verify", "verify.html"), ("/department", "department.html"), ("/pipeline", "pipeline.html"), ("/reviews", "reviews.html"),
        ("/archive", "archive.html"), ("/orders", "orders.html"), ("/outside", "outside.html"), ("/pad", "pad.html"),
    ];

    private static string Root => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>Serves assets; stands before routing, so that a picture costs no endpoint look-up.</summary>
    public static void UseClientAssets(this IApplicationBuilder app)
    {
        if (!Directory.Exists(Root)) return;
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Root), OnPrepareResponse = file => SetCaching(file.Context) });
    }

    public static void MapPages(this IEndpointRouteBuilder endpoints)
    {
        foreach (var (path, file) in Faces)
            endpoints.MapGet(path, context => SendAsync(context, Path.Combine(Root, file))).ExcludeFromDescription();
    }

    /// <summary>Vite writes a content hash into every name under /assets, so those never change; all else is revalidated.</summary>
    private static void SetCaching(HttpContext context) => context.Response.Headers.CacheControl =
        context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";

    private static async Task SendAsync(HttpContext context, string file)
    {
        context.Response.Headers.CacheControl = "no-cache";
        if (!File.Exists(file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("网页尚未构建，请运行 ./run。\nThis page is not built: start with ./run.\n", context.RequestAborted);
            return;
        }
        var written = File.GetLastWriteTimeUtc(file);
        await Results.File(file, "text/html; charset=utf-8", lastModified: written,
            entityTag: new EntityTagHeaderValue($"\"{written.Ticks:x}\"")).ExecuteAsync(context);
    }
}
