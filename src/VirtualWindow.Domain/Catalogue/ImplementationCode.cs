namespace VirtualWindow.Domain.Catalogue;

/// <summary>
/// Implementation code of an item at one authority (实施编码, GB/T 39554.1): 31 characters, the authority's 18-character
/// unified credit code followed by 13 characters of the item. It opens the full case number.
/// </summary>
public sealed record ImplementationCode(SiteId Site, ItemCode Item, string Code)
{
    public const int Length = 31;
}
