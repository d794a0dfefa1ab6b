using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Papers.Dossiers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Catalogue;
using VirtualWindow.Storage.Forms;

namespace VirtualWindow.FollowUp.Papers;

/// <summary>The form that applicant and clerk filled in together: its values for people, and its log, entry by entry with the hashes that chain them.</summary>
internal sealed class FormPart(IWindowStore store, ItemForms forms, FormTexts texts)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>No part when no form was opened.</returns>
    /// <exception cref="StepToldException">The log is not what was written.</exception>
    public async Task<(DossierPart? Part, IReadOnlyList<(string Name, string Value)> Values)> ReadAsync(CaseFile file, CancellationToken ct)
    {
        var (form, rows) = await store.ReadAsync(async (db, stop) => (
            await db.SessionForms.SingleOrDefaultAsync(row => row.Session == file.Case.Session, stop),
            await db.SessionFormEntries.Where(row => row.Session == file.Case.Session).OrderBy(row => row.Sequence).ToListAsync(stop)), ct);
        if (form is null || rows.Count == 0) return (null, []);
        // What is encrypted is read outside the database's snapshot: data protection keeps its keys there too.
        var entries = rows.Select(row => new LoggedEntry(row.Sequence, texts.Reveal(row.Text), row.Hash)).ToList();
        // A linked case is about another item than the sitting's form: then the log alone tells.
        var definition = forms.Of(file.Item) is { } known && known.Name == form.Name && known.Version == form.Version ? known : null;
        if (definition is not null && FormLog.FirstBroken(FormLog.Start(file.Case.Session.ToString(), definition), entries) is { } broken)
            throw new StepToldException($"申请表记录第 {broken} 条与写入时不符，不能归档。Entry {broken} of the form's log is not what was written.");
        return (Part(file, form, entries), definition is null ? [] : Values(definition, entries));
    }

    private static DossierPart Part(CaseFile file, SessionForm form, List<LoggedEntry> entries)
    {
        var log = new { form.Name, form.Version, form.OpenedAt, Session = file.Case.Session.ToString(), Entries = entries.Select(entry => new { entry.Sequence, Hash = Convert.ToHexStringLower(entry.Hash), entry.Text }) };
        return new("form-log.json", DossierRole.Form, "application/json", JsonSerializer.SerializeToUtf8Bytes(log, Json), "申请表填写记录（逐条散列链）", form.OpenedAt);
    }

    private static List<(string Name, string Value)> Values(FormDefinition definition, List<LoggedEntry> entries)
    {
        var state = FormState.Replay(definition, entries.Select(FormLog.Read));
        // A secret is nobody's to keep.
        return [.. definition.Fields.Where(field => field.Kind != FieldKind.Secret && state.Counts(field) && state[field.Id].Text.Length > 0)
            .Select(field => (field.Label, Shown(field, state[field.Id].Text)))];
    }

    private static string Shown(FormField field, string text) => field.Kind switch
    {
        FieldKind.Choice => field.Choices.FirstOrDefault(choice => choice.Value == text)?.Label ?? text,
        FieldKind.Declaration => "已确认",
        _ => text,
    };
}
