using VirtualWindow.Contracts;
using VirtualWindow.Domain.Documents;

namespace VirtualWindow.Signaling.Documents;

/// <summary>Why an upload is not shown, in words that its owner can act on.</summary>
internal static class DocumentSentences
{
    public static Refusal Of(DocumentRefusal refusal) => refusal switch
    {
        DocumentRefusal.UnknownType => Say("只能上传照片（JPG、PNG、WebP）或 PDF 文件，请换一个文件。", "Only photos (JPG, PNG, WebP) and PDF files can be taken. Please choose another file."),
        DocumentRefusal.HeifUnsupported => Say(
            "这张照片是 HEIF 格式，无法打开。请直接用本页拍照，或在手机相机设置里改为“兼容性最佳”后重拍。",
            "This photo is a HEIF file, which cannot be opened here. Please take it with this page, or set the phone's camera to most compatible."),
        DocumentRefusal.TooLarge => Say("文件太大或内容过于复杂，请分成几份，或另存为较小的文件再上传。", "The file is too large or too complex. Please split it or save a smaller one."),
        DocumentRefusal.TooManyPixels => Say("照片的尺寸太大，请用较低的清晰度重拍。", "The picture is too large. Please take it again with a lower resolution."),
        DocumentRefusal.Damaged => Say("文件已损坏，打不开。请重新拍照，或重新导出后再上传。", "The file is damaged and cannot be opened. Please take the photo again or export the file anew."),
        DocumentRefusal.Encrypted => Say("这个 PDF 有密码，请先去掉密码再上传。", "This PDF has a password. Please remove it and upload again."),
        _ => Say("文件中发现病毒，已拒收。请检查您的设备，或直接拍照上传。", "A virus was found in the file, so it was refused. Please check your device, or take a photo instead."),
    };

    private static Refusal Say(string message, string messageEn) => Refusals.Of(RefusalCodes.DocumentRefused, message, messageEn);
}
