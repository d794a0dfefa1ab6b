using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.Identity;

/// <summary>A hub for staff only. Who may not come in is told why, as JSON, instead of an empty 401 or a redirect to a page.</summary>
internal static class StaffDoors
{
    public static TBuilder OnlyFor<TBuilder>(this TBuilder hub, params string[] roles) where TBuilder : IEndpointConventionBuilder
    {
        hub.Add(endpoint =>
        {
            var enter = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => EnterAsync(context, roles, enter);
        });
        return hub;
    }

    private static Task EnterAsync(HttpContext context, string[] roles, RequestDelegate enter)
    {
        if (context.User.Identity is not { IsAuthenticated: true }) return context.RefuseAsync(Refuse.SignInRequired);
        return roles.Any(context.User.IsInRole) ? enter(context) : context.RefuseAsync(Refuse.NotAllowed);
    }
}
