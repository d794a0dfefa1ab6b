using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Catalogue;
using VirtualWindow.Domain;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Catalogue;

/// <summary>The catalogue for everybody (a slim list with an ETag, one guide per item) and its figures for admins.</summary>
internal static class CatalogueEndpoints
{
    public static void MapCatalogue(this IEndpointRouteBuilder endpoints)
    {
        var catalogue = endpoints.MapGroup("/api/catalogue").WithTags("catalogue");
        catalogue.MapGet("", WholeAsync).Produces<CatalogueView>().Produces(304);
        catalogue.MapGet("/items/{code}", ItemAsync).Produces<ItemView>().Produces<Refusal>(404);
        endpoints.MapGet("/api/admin/catalogue", FiguresAsync).WithTags("admin").RequireAuthorization(StaffSetup.AdminPolicy)
            .Produces<CatalogueFigures>().Produces<Refusal>(401).Produces<Refusal>(403);
    }

    private static async Task<IResult> WholeAsync(HttpContext context, IWindowStore store, IOptions<JsonOptions> json, CancellationToken ct)
    {
        var view = await store.ReadAsync(CatalogueReader.WholeAsync, ct);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(view, json.Value.SerializerOptions);
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(bytes, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\""));
    }

    private static async Task<IResult> ItemAsync(string code, IWindowStore store, CancellationToken ct) =>
        await store.ReadAsync((db, token) => CatalogueReader.ItemAsync(db, new ItemCode(code), token), ct) is { } item
            ? Results.Ok(item)
            : RefusalAnswer.Result(RefusalCodes.NotFound);

    private static async Task<IResult> FiguresAsync(IWindowStore store, CancellationToken ct) =>
        Results.Ok(await store.ReadAsync(CatalogueReader.FiguresAsync, ct));
}
