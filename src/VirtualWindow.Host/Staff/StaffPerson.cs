using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Identity;

namespace VirtualWindow.Host.Staff;

/// <summary>Who an account is for, as an admin or the command line says it.</summary>
internal sealed record StaffPerson(
    string UserName, string DisplayName, string Number, SiteId Site, string Role, IReadOnlyList<string> Skills, IReadOnlyList<string> Languages)
{
    private const int LongestUserName = 64, LongestDisplayName = 40, LongestNumber = 16, MostSkills = 200;
    /// <summary>Languages that clerks may have beside Chinese: those that applicants may choose.</summary>
    private static readonly string[] KnownLanguages = ["en"];

    public static StaffPerson From(StaffAccountRequest request) => new(
        request.UserName, request.DisplayName.Trim(), request.Number, new SiteId(request.SiteId), request.Role, request.Skills ?? [], request.Languages ?? []);

    /// <summary>Why this cannot be an account; null when it can.</summary>
    public async Task<Refusal?> FaultAsync(WindowDb db, CancellationToken ct)
    {
        if (UserName.Length is 0 or > LongestUserName || !UserName.All(symbol => char.IsAsciiLetterLower(symbol) || char.IsAsciiDigit(symbol) || symbol is '.' or '_' or '-'))
            return Bad("账号名请用小写字母、数字和 . _ -，最多 64 个字符。", "User names are 1 to 64 lower-case letters, digits, dots, underscores and hyphens.");
        if (DisplayName.Length is 0 or > LongestDisplayName || DisplayName.Any(char.IsControl))
            return Bad("请填写姓名（最多 40 个字）。", "Please give the name that applicants see, at most 40 characters.");
        if (Number.Length is 0 or > LongestNumber || !Number.All(symbol => char.IsAsciiLetterOrDigit(symbol) || symbol == '-'))
            return Bad("工号请用字母、数字和 -，最多 16 个字符。", "Staff numbers are 1 to 16 letters, digits and hyphens.");
        if (!StaffRoles.All.Contains(Role)) return Bad("角色只能是坐席、审查员、主管或管理员。", "The role must be clerk, reviewer, supervisor or admin.");
        if (!await db.Sites.AnyAsync(site => site.Id == Site, ct)) return Bad("没有这个窗口点。", "There is no such site.");
        if (Languages.Except(KnownLanguages).Any()) return Bad("没有这种语言可选。", "There is no such language to choose.");
        return await UnknownSkillAsync(db, ct) is { } unknown ? Bad($"没有代码为“{unknown}”的部门或事项。", $"No department or item has the code '{unknown}'.") : null;
    }

    private async Task<string?> UnknownSkillAsync(WindowDb db, CancellationToken ct)
    {
        if (Skills.Count == 0) return null;
        if (Skills.Count > MostSkills) return Skills[MostSkills];
        var known = (await db.Departments.Select(row => row.Code).ToListAsync(ct)).Select(code => code.Value)
            .Concat((await db.Items.Select(row => row.Code).ToListAsync(ct)).Select(code => code.Value)).ToHashSet();
        return Skills.FirstOrDefault(skill => !known.Contains(skill));
    }

    public void WriteTo(StaffUser user) =>
        (user.DisplayName, user.Number, user.SiteId, user.Departments) = (DisplayName, Number, Site.Value, Role == StaffRoles.Reviewer ? string.Join(' ', Skills) : "");

    private static Refusal Bad(string message, string messageEn) => Refusals.Of(RefusalCodes.BadInput, message, messageEn);
}
