/** Which drawing shows what a material looks like. */
export type MaterialPicture = 'card' | 'booklet' | 'photo' | 'form' | 'certificate' | 'licence' | 'car' | 'face' | 'paper'

const words: readonly (readonly [MaterialPicture, RegExp])[] = [
  ['face', /指纹|人像|本人到场|现场/],
  ['photo', /照片|相片/],
  ['licence', /营业执照|许可证|备案/],
  ['booklet', /户口簿|结婚证|离婚证|护照|居住证|权属证书|不动产权|登记证/],
  ['card', /身份证|社保卡|保障卡|驾驶证|行驶证|残疾人证/],
  ['form', /申请表|申请书|登记表|表$|承诺书|声明/],
  ['certificate', /证明|证书|通知书|判决|裁定|合同|协议/],
  ['car', /车辆|车架|交强险/],
]

/** Materials are free text of the hall; what none of the words names is shown as paper. */
export function pictureOf(material: string): MaterialPicture {
  return words.find(([, pattern]) => pattern.test(material))?.[0] ?? 'paper'
}
