namespace VirtualWindow.Contracts;

/// <summary>
/// One sentence per refusal code: what happened and what to do, 中文 first. Shared by the hubs, the REST endpoints and WHIP/WHEP, so
/// that one code never speaks with two voices. A caller that knows more may pass its own sentence in a <see cref="Refusal"/>.
/// </summary>
public static class Refusals
{
    private static readonly Dictionary<string, Refusal> Sentences = new[]
    {
        new Refusal(RefusalCodes.BadInput, "提交的内容不完整或格式不对，请检查后再试。", "Something is missing or has the wrong form. Please check it and try again."),
        new Refusal(RefusalCodes.TooLarge, "提交的内容过大，请减少后再试。", "That is too large. Please send less and try again."),
        new Refusal(RefusalCodes.TooOften, "操作过于频繁，请稍等片刻再试。", "That was too often. Please wait a moment and try again."),
        new Refusal(RefusalCodes.SignInRequired, "请先登录。", "Please sign in first."),
        new Refusal(RefusalCodes.NotAllowed, "您没有进行此操作的权限，如有需要请联系管理员。", "You may not do this. Ask the administrator if you need to."),
        new Refusal(RefusalCodes.NotYours, "这不是您的排队号或会话，请返回自己的页面。", "This ticket or session is not yours. Please go back to your own page."),
        new Refusal(RefusalCodes.NotFound, "没有找到，请核对后再试。", "Nothing was found. Please check and try again."),
        new Refusal(RefusalCodes.Stale, "情况已有变化，页面已更新，请再看一眼。", "Things have changed meanwhile. Please look at the updated page."),
        new Refusal(RefusalCodes.AlreadyInQueue, "您已经在排队，请保留现在的排队号。", "You are already in the queue. Please keep your ticket."),
        new Refusal(RefusalCodes.NoTicket, "您还没有排队号，请先取号。", "You have no ticket yet. Please take one first."),
        new Refusal(RefusalCodes.NoSession, "会话已结束或尚未开始。", "The session has ended or not started yet."),
        new Refusal(RefusalCodes.ItemNotServed, "该事项目前不能在此办理，请另选事项或咨询大厅。", "This item is not served here at present. Please choose another or ask the hall."),
        new Refusal(RefusalCodes.OfferGone, "该叫号已失效，申请人已回到队列。", "This offer is gone; the applicant is back in the queue."),
        new Refusal(RefusalCodes.SignInFailed, "账号或密码不正确。", "The account or the password is not right."),
        new Refusal(RefusalCodes.LockedOut, "多次登录失败，账号已暂时锁定，请稍后再试。", "Too many failed sign-ins: the account is locked for a while. Please try later."),
        new Refusal(RefusalCodes.AccountDisabled, "该账号已停用，请联系管理员启用。", "This account is disabled. Ask the administrator to enable it."),
        new Refusal(RefusalCodes.LastAdmin, "这是最后一个可用的管理员账号，请先添加或启用另一个管理员。", "This is the last administrator who can sign in. Add or enable another one first."),
        new Refusal(RefusalCodes.NameTaken, "这个账号名已有人使用，请另取一个。", "This user name is taken. Please choose another one."),
        new Refusal(RefusalCodes.TokenSpent, "该链接已使用或已过期，请重新取号。", "This link was used or has expired. Please take a new ticket."),
        new Refusal(RefusalCodes.MediaRefused, "音视频未能接通，请检查浏览器和设备后重试。", "Sound and picture could not be connected. Please check browser and devices and try again."),
        new Refusal(RefusalCodes.MediaUnavailable, "音视频服务暂时不可用，正在恢复，请稍候。", "Sound and picture are unavailable for the moment and will be back. Please wait."),
        new Refusal(RefusalCodes.MediaFull, "音视频线路已满，正在进行的会话不受影响；请过几分钟再试，或到大厅窗口办理。", "All lines for sound and picture are in use; running sessions go on. Please try again in a few minutes or go to a counter of the hall."),
        new Refusal(RefusalCodes.AlreadyRated, "您已评价过，感谢您的评价。", "You have rated already. Thank you."),
        new Refusal(RefusalCodes.Busy, "您正在会话中，请先结束当前会话。", "You are in a session. Please end it first."),
        new Refusal(RefusalCodes.Unavailable, "服务暂时不可用，请稍后再试。", "The service is unavailable for the moment. Please try again later."),
        new Refusal(RefusalCodes.Draining, "系统正在维护切换，请稍后再试。", "The system is being switched over for maintenance. Please try again shortly."),
        new Refusal(RefusalCodes.FormApplicantOnly, "这一项只能由申请人本人填写或决定。", "Only the applicant may fill this in or decide it."),
        new Refusal(RefusalCodes.FormNotGranted, "申请人还没有同意您直接填写，请提出建议或请求授权。", "The applicant has not let you write here. Propose a value or ask for permission."),
        new Refusal(RefusalCodes.FormMasked, "这一项的内容对您隐藏，请先请申请人显示。", "This value is hidden from you. Ask the applicant to show it first."),
        new Refusal(RefusalCodes.FormPaused, "申请人已暂停共享表单，请稍候。", "The applicant has paused sharing the form. Please wait."),
        new Refusal(RefusalCodes.FormSubmitted, "表单已经提交；需要修改时，请申请人先撤回提交。", "The form has been submitted. The applicant can take it back to change something."),
        new Refusal(RefusalCodes.FormIncomplete, "还有没填好的项目，已为您标出。", "Some fields are missing or not right; they are marked."),
        new Refusal(RefusalCodes.IdentityFirst, "请坐席先核对申请人身份。", "The clerk confirms who is there first."),
        new Refusal(RefusalCodes.ConsentFirst, "申请人还没有同意手写签名，请先征得同意。", "The applicant has not agreed to signing by hand yet. Ask first."),
        new Refusal(RefusalCodes.ReadFirst, "请先把文件读到最后一页，再签名。", "Please read the document to its last page, then sign."),
        new Refusal(RefusalCodes.SignFirst, "申请人还没有签名，签名之后才能盖章。", "The applicant has not signed yet; only then can it be stamped."),
        new Refusal(RefusalCodes.OtherBytes, "您看到的不是这份文件的最新内容，请重新打开再试。", "What you looked at is not this document as it is now. Open it again."),
        new Refusal(RefusalCodes.SealNotActive, "印章已停用或作废，不能使用。", "The seal is suspended or revoked and cannot be used."),
        new Refusal(RefusalCodes.SealNotYours, "您没有这枚印章的使用权限。", "You may not use this seal."),
        new Refusal(RefusalCodes.SealQuota, "这枚印章今天的用印次数已满，请联系管理员。", "This seal has been used as often as it may today. Ask the administrator."),
        new Refusal(RefusalCodes.SealUnavailable, "签名和印章服务暂时不可用，请联系管理员。", "Signing and sealing are unavailable for the moment. Ask the administrator."),
        new Refusal(RefusalCodes.CodeMissing, "您还没有设置动态口令，请先完成设置。", "You have no one-time codes yet. Set them up first."),
        new Refusal(RefusalCodes.CodeWrong, "动态口令不正确或已用过，请等下一个口令再试。", "The one-time code is wrong or was used. Wait for the next one."),
        new Refusal(RefusalCodes.CodeLocked, "动态口令连续输错，已锁定五分钟。", "Too many wrong codes: locked for five minutes."),
        new Refusal(RefusalCodes.DocumentRefused, "这份文件不能使用，请换一份或直接拍照上传。", "This file cannot be used. Please choose another one or take a photo."),
        new Refusal(RefusalCodes.DocumentDiffers, "文件内容与校验值不符，请重新上传或重新打开。", "The file is not the one that was announced. Please upload or open it again."),
        new Refusal(RefusalCodes.DocumentsFull, "本次办理的文件已达上限，请先撤回不需要的文件。", "This session has as many files as it may. Please take back those that are not needed."),
        new Refusal(RefusalCodes.MaterialsUnchecked, "还有材料没有审核；补正内容须一次性全部告知，请逐项审核后再结束。", "Some materials are not checked yet. What is missing is told once and completely: check every one before ending."),
        new Refusal(RefusalCodes.MaterialsRejected, "有材料审核不合格，不能按“已受理”结束，请选择“需要补充材料”或重新审核。", "Some materials were rejected, so this cannot end as accepted. Choose the outcome that tells what is missing, or check them again."),
        new Refusal(RefusalCodes.NothingMissing, "没有审核不合格的材料，不需要补正；请标出要补正的材料并写明原因。", "Nothing was rejected, so nothing is to be supplemented. Mark what is missing and say why."),
        new Refusal(RefusalCodes.ReasonMissing, "请写明不合格的原因，申请人会看到这句话。", "Please say what is wrong: the applicant reads it."),
        new Refusal(RefusalCodes.ColleagueAsked, "已在联系同事，或参与人数已满，请稍候。", "A colleague is being asked already, or enough are here. Please wait."),
        new Refusal(RefusalCodes.NobodyFree, "该同事现在不空闲，请另选一位，或请申请人回到等候区。", "Nobody who fits is free now. Choose somebody else or send the applicant back to the waiting room."),
        new Refusal(RefusalCodes.MayNotTakeOver, "按事项的授权和协议，对方不能办理此事项，请另选同事。", "By the item's agreement and skills that desk may not handle it. Please choose somebody else."),
    }.ToDictionary(refusal => refusal.Code);

    /// <summary>The database is away: the server is down or the disk is full.</summary>
    public static Refusal StorageAway { get; } = new(
        RefusalCodes.Unavailable,
        "大厅的数据服务暂时中断，正在恢复；已保存的内容不会丢失，请稍后再试。",
        "The hall's records cannot be reached for the moment and will be back. What was saved is not lost; please try again shortly.");

    /// <summary>The refusal of a code of <see cref="RefusalCodes"/>, with its sentences.</summary>
    public static Refusal Of(string code) => Sentences[code];

    /// <summary>The refusal of a code with a more precise sentence in both languages.</summary>
    public static Refusal Of(string code, string message, string messageEn) => new(code, message, messageEn);

    /// <summary>HTTP status that carries a refusal of this code (RFC 9110 §15.5, RFC 4918 §11.3, RFC 6585 §4).</summary>
    public static int HttpStatus(string code) => code switch
    {
        RefusalCodes.SignInRequired or RefusalCodes.SignInFailed => 401,
        RefusalCodes.NotAllowed or RefusalCodes.NotYours or RefusalCodes.AccountDisabled or RefusalCodes.SealNotYours => 403,
        RefusalCodes.NotFound => 404,
        RefusalCodes.TokenSpent => 410,
        RefusalCodes.TooLarge => 413,
        RefusalCodes.LockedOut or RefusalCodes.CodeLocked => 423,
        RefusalCodes.TooOften => 429,
        RefusalCodes.Unavailable or RefusalCodes.Draining or RefusalCodes.MediaUnavailable or RefusalCodes.MediaFull or RefusalCodes.SealUnavailable => 503,
        RefusalCodes.BadInput or RefusalCodes.MediaRefused => 400,
        _ => 409,
    };
}
