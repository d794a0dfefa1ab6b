using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Sites;

namespace VirtualWindow.Domain.Queue;

/// <summary>Which of a site's windows takes a ticket.</summary>
public static class WindowRouting
{
    /// <param name="fromSite">Hall where the applicant stands; null on a phone.</param>
    public static WindowPurpose PurposeFor(ServiceItem item, SiteId authoritySite, SiteId? fromSite)
    {
        if (item.Audience == Audience.Company)
            return WindowPurpose.Business;
        if (fromSite == authoritySite)
            return WindowPurpose.Comprehensive;
        return item.EitherSiteMayServe ? WindowPurpose.CrossProvince : WindowPurpose.Remote;
    }
}
