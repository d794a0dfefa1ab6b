using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using VirtualWindow.Contracts;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Web;

/// <summary>Every "no" of the REST endpoints is a <see cref="Refusal"/> as JSON: bad input, missing rights, unknown paths and our own faults.</summary>
internal static class RefusalAnswer
{
    /// <summary>Largest request body in bytes; SDP offers (at most 64 KiB) are the largest that anyone has reason to send.</summary>
    public const int MaxRequestBodyBytes = 128 * 1024;

    /// <summary>Chinese stays Chinese for whoever reads the answer raw; it is never put into a page as markup.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Result(Refusal refusal) => Results.Json(refusal, Json, statusCode: Refusals.HttpStatus(refusal.Code));

    public static IResult Result(string code) => Result(Refusals.Of(code));

    public static Task WriteAsync(HttpContext context, Refusal refusal) => Result(refusal).ExecuteAsync(context);

    /// <summary>Answers for exceptions and for empty error responses below it in the pipeline.</summary>
    public static void UseRefusalAnswers(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerFaultAsync, SuppressDiagnosticsCallback = IsExpected });
        app.UseStatusCodePages(context => AnswerStatusAsync(context.HttpContext));
    }

    private static bool IsExpected(ExceptionHandlerSuppressDiagnosticsContext context) => context.Exception is BadHttpRequestException;

    private static Task AnswerFaultAsync(HttpContext context)
    {
        var refusal = context.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Refusals.Of(RefusalCodes.TooLarge),
            BadHttpRequestException => Refusals.Of(RefusalCodes.BadInput),
            { } failure when StorageIsAway(context, failure) => Refusals.StorageAway,
            _ => Refusals.Of(RefusalCodes.Unavailable),
        };
        return WriteAsync(context, refusal);
    }

    // The identity system asks the database by itself, past the store that would have explained it.
    private static bool StorageIsAway(HttpContext context, Exception failure) =>
        failure is StorageUnavailableException || context.RequestServices.GetRequiredService<WindowDialect>().Explain(failure) is StorageUnavailableException;

    private static Task AnswerStatusAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return Results.Json(Refusals.Of(CodeOf(status)), Json, statusCode: status).ExecuteAsync(context);
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => RefusalCodes.SignInRequired,
        StatusCodes.Status403Forbidden => RefusalCodes.NotAllowed,
        StatusCodes.Status404NotFound => RefusalCodes.NotFound,
        StatusCodes.Status413PayloadTooLarge => RefusalCodes.TooLarge,
        StatusCodes.Status429TooManyRequests => RefusalCodes.TooOften,
        < 500 => RefusalCodes.BadInput,
        _ => RefusalCodes.Unavailable,
    };
}
